import { App } from './app.ts'
import { Chart } from './chart.ts'
import type { Loose } from './native.ts'

/** What programs use in their own tests (cdk8s 2.70.106, lib/testing.js). */
export const Testing = Object.freeze({
  app(props?: Loose): App {
    return new App({ outdir: 'dist', ...props })
  },

  chart(): Chart {
    return new Chart(Testing.app(), 'test')
  },

  synth(chart: Chart): Loose[] {
    return chart.toJson()
  },
})
