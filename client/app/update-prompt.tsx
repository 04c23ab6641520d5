import type { Component } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { RefreshCw } from '../ui/icons.ts';
import type { AppUpdate } from './update.ts';

/** 写完这条再更新也行. */
export const UpdatePrompt: Component<{ readonly update: AppUpdate }> = (props) => (
  <div class="px-3 pt-2">
    <Banner
      tone="brand"
      icon={<RefreshCw size={18} />}
      act={
        <span class="flex gap-2">
          <Button kind="outline" onClick={() => props.update.apply()}>
            {shell.update.now}
          </Button>
          <Button kind="text" onClick={() => props.update.putOff()}>
            {shell.update.later}
          </Button>
        </span>
      }
    >
      <span role="status">{shell.update.ready}</span>
    </Banner>
  </div>
);
