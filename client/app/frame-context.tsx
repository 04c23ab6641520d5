import { type Component, createContext, createSignal, type ParentProps, useContext } from 'solid-js';

/** What a page tells the frame around it. */
export interface Frame {
  /** The page brings its own action bar: the tab bar of the phone steps aside. */
  readonly ownBar: () => boolean;
  setOwnBar(own: boolean): void;
}
const FrameContext = createContext<Frame>();

export const FrameProvider: Component<ParentProps> = (props) => {
  const [ownBar, setOwnBar] = createSignal(false);
  return <FrameContext.Provider value={{ ownBar, setOwnBar }}>{props.children}</FrameContext.Provider>;
};

/** The frame around the page; only below the shell. */
export const useFrame = (): Frame => {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('a page outside the frame');
  return frame;
};
