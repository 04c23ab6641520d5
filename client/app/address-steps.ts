import { type NavigateOptions, useLocation, useNavigate } from '@solidjs/router';

/** What an entry of the history knows: how many steps it stands above the last one with nothing open. */
interface Opened {
  readonly steps: number;
}

/**
 * What the address opens on a page is a step of the way back, one for each thing looked at. Closing it takes those
 * steps back, or else back would open it again. Who came in by the address has none and gets it cleared in place.
 */
export const useAddressSteps = () => {
  const location = useLocation<Partial<Opened>>();
  const navigate = useNavigate();
  const taken = (): number => Number(location.state?.steps ?? 0);
  /** Going back takes a moment, in which closing may be asked for again. */
  let left: unknown = null;
  return {
    /** How to go to an address that opens something; `inPlace`: instead of what is open, or with it still open. */
    opening: (inPlace: boolean): Partial<NavigateOptions<Opened>> =>
      inPlace ? { replace: true, state: { steps: taken() } } : { state: { steps: taken() + 1 } },
    /** `clear` goes to the address with nothing open, in place. */
    close: (clear: () => void): void => {
      if (taken() === 0) clear();
      else if (left !== location.state) {
        left = location.state;
        navigate(-taken());
      }
    },
  };
};
