import { type Component, createMemo } from 'solid-js';
import { encode } from 'uqr';

/** A QR code as one SVG path, dark on white in both themes, because cameras want it so. */
export const QrImage: Component<{ readonly text: string; readonly label: string }> = (props) => {
  const code = createMemo(() => encode(props.text, { border: 2, ecc: 'M' }));
  const path = () =>
    code()
      .data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('');
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${code().size} ${code().size}`}
      shape-rendering="crispEdges"
      class="w-full max-w-64 rounded-inner bg-qr-ground"
    >
      <path d={path()} class="fill-qr-ink" />
    </svg>
  );
};
