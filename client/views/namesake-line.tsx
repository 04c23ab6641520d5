import type { Component } from 'solid-js';
import { PATHS } from '../app/navigation.ts';
import type { Namesake } from '../data/lead-contract.ts';
import { namesakeWords as words } from '../locales/zh-CN/namesake.ts';

/** 「…」 is in the pool already, with the way to him: everybody named is on this device, so his page opens. */
export const NamesakeLine: Component<{ readonly of: Namesake }> = (props) => (
  <>
    {words.before}
    <a class="font-semibold underline underline-offset-2" href={`${PATHS.pool}/${props.of.id}`}>
      {words.name(props.of.name)}
    </a>
    {words.after}
  </>
);
