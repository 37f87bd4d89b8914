//! The line chart: the few parts of ECharts that it needs, drawn as SVG so that its colours are the page's own tokens.
import { LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, SVGRenderer])

/** What is drawn. */
export interface Lines {
  /** Words under the points. */
  names: string[]
  now: (number | null)[]
  before: (number | null)[] | undefined
  /** Words of the values at the left. */
  write: (value: number) => string
  /** Whether values are counted one by one: no marks between whole numbers. */
  whole: boolean
  font: string
}

const STYLE = { font: 11, left: 8, top: 10, right: 8, bottom: 4 }

function line(values: (number | null)[], now: boolean): object {
  return {
    type: 'line',
    data: values.map((value) => value ?? '-'),
    silent: true,
    // A single point has no line to be seen by.
    showSymbol: values.filter((value) => value !== null).length < 3,
    symbol: 'circle',
    symbolSize: 6,
    connectNulls: false,
    z: now ? 3 : 2,
    color: now ? 'var(--accent)' : 'var(--ink-3)',
    lineStyle: now ? { color: 'var(--accent)', width: 2 } : { color: 'var(--ink-3)', width: 1.5, type: [3, 3] },
    ...(now && { areaStyle: { color: 'var(--accent)', opacity: 0.07 } }),
  }
}

/** A chart in an element: drawn again with what it is given, as wide as its place. */
export class Drawn {
  readonly #chart: EChartsType
  readonly #watch: ResizeObserver

  constructor(element: HTMLElement, onresize: () => void) {
    this.#chart = init(element, undefined, { renderer: 'svg' })
    this.#watch = new ResizeObserver(() => {
      this.#chart.resize()
      onresize()
    })
    this.#watch.observe(element)
  }

  draw({ names, now, before, write, whole, font }: Lines): void {
    const text = { color: 'var(--ink-2)', fontSize: STYLE.font, fontFamily: font }
    this.#chart.setOption(
      {
        animation: false,
        grid: { left: STYLE.left, right: STYLE.right, top: STYLE.top, bottom: STYLE.bottom, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        xAxis: { type: 'category', data: names, boundaryGap: names.length < 2, axisTick: { show: false }, axisLine: { lineStyle: { color: 'var(--line)' } }, axisLabel: { ...text, margin: 10, hideOverlap: true } },
        yAxis: { type: 'value', min: 0, splitNumber: 4, ...(whole && { minInterval: 1 }), axisLabel: { ...text, formatter: write }, splitLine: { lineStyle: { color: 'var(--line)' } } },
        series: [line(now, true), ...(before ? [line(before, false)] : [])],
      },
      true,
    )
  }

  /** Where a point of the chart lies in its element. */
  place(index: number, value: number): { x: number; y: number } {
    const [x = 0, y = 0] = this.#chart.convertToPixel({ gridIndex: 0 }, [index, value]) as number[]
    return { x, y }
  }

  /** The point next to a place in its element. */
  nearest(x: number): number {
    const [index = 0] = this.#chart.convertFromPixel({ gridIndex: 0 }, [x, 0]) as number[]
    return Math.round(index)
  }

  end(): void {
    this.#watch.disconnect()
    this.#chart.dispose()
  }
}
