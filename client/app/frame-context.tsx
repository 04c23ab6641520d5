import { type Component, createContext, createSignal, type ParentProps, useContext } from 'solid-js';

/** What a page tells the frame around it. */
export interface Frame {
  /** The page brings its own action bar: the tab bar of the phone steps aside. */
  readonly ownBar: () => boolean;
  /** Claims it for as long as the page stands; returns how to give it back. Two pages may stand side by side. */
  claimBar(): () => void;
}
const FrameContext = createContext<Frame>();

export const FrameProvider: Component<ParentProps> = (props) => {
  const [claims, setClaims] = createSignal(0);
  const claimBar = (): (() => void) => {
    setClaims((count) => count + 1);
    return () => setClaims((count) => count - 1);
  };
  return (
    <FrameContext.Provider value={{ ownBar: () => claims() > 0, claimBar }}>{props.children}</FrameContext.Provider>
  );
};

/** The frame around the page; only below the shell. */
export const useFrame = (): Frame => {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('a page outside the frame');
  return frame;
};
