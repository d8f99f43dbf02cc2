// The parts of ECharts that Relato's charts use, and nothing else. Whoever adds a kind of chart or a component
// adds it here and runs the build (README.md, one folder up).
import {registerLocale, use} from 'echarts/core'
import {BarChart, HeatmapChart, LineChart} from 'echarts/charts'
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import {CanvasRenderer} from 'echarts/renderers'
import es from 'echarts/lib/i18n/langES.js'
import ptBR from 'echarts/lib/i18n/langPT-br.js'

use([
  LineChart,
  BarChart,
  HeatmapChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  VisualMapComponent,
  DatasetComponent,
  AriaComponent,
  CanvasRenderer,
])

// English is built in. A chart asks for its language: echarts.init(node, theme, {locale: 'PT-BR'}), in any case.
registerLocale('PT-BR', ptBR)
registerLocale('ES', es)

// These become the properties of the global `echarts`.
export {connect, dispose, getInstanceByDom, init, registerLocale, registerTheme, version} from 'echarts/core'
