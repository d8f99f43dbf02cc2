// Writes echarts.min.js, htmx.min.js, testing/axe.min.js and their licences into the folder above. The same
// package-lock.json gives the same bytes; CI compares them with what is committed.
import {build} from 'esbuild'
import {copyFile, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = dirname(here)
const pkg = (...path) => join(here, 'node_modules', ...path)
const version = async name => JSON.parse(await readFile(pkg(name, 'package.json'), 'utf8')).version

const echarts = join(out, 'echarts.min.js')
await build({
  absWorkingDir: here,
  entryPoints: ['entry.js'],
  outfile: echarts,
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'echarts',
  target: ['es2018'],
  define: {'process.env.NODE_ENV': '"production"'},
  legalComments: 'none', // the notice below says it once for all files
  banner: {
    js: `/*!
 * Apache ECharts ${await version('echarts')} (part of it: see build/entry.js), with zrender ${await version('zrender')} and tslib ${await version('tslib')}.
 *
 * Apache ECharts: Copyright 2017-2026 The Apache Software Foundation.
 * This product includes software developed at The Apache Software Foundation (https://www.apache.org/).
 * Licensed under the Apache License, Version 2.0; you may obtain a copy of it at
 * http://www.apache.org/licenses/LICENSE-2.0. Unless required by applicable law or agreed to in writing,
 * it is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND.
 * d3.js (in src/util/number.ts): Copyright 2010-2016 Mike Bostock, BSD-3-Clause.
 * zrender: Copyright (c) 2017, Baidu Inc., BSD-3-Clause. tslib: Copyright (c) Microsoft Corporation, 0BSD.
 * The full texts are in the folder licenses beside this file.
 */`,
  },
})

const htmx = join(out, 'htmx.min.js')
const notice = `/*! htmx ${await version('htmx.org')}, https://htmx.org, by Big Sky Software and the htmx contributors. Zero-Clause BSD: licenses/htmx.txt. */\n`
await writeFile(htmx, notice + (await readFile(pkg('htmx.org', 'dist', 'htmx.min.js'), 'utf8')).trimEnd() + '\n')

// Its own notice stands at the head of the file. In a folder of its own it is not embedded in the binary.
await mkdir(join(out, 'testing'), {recursive: true})
await copyFile(pkg('axe-core', 'axe.min.js'), join(out, 'testing', 'axe.min.js'))

// The pages forbid eval (Content-Security-Policy). htmx keeps it behind allowEval, which the pages turn off.
if (/\beval\s*\(|new Function\b|\bFunction\s*\(\s*["'`]/.test(await readFile(echarts, 'utf8')))
  throw new Error('echarts.min.js would evaluate strings as code')

const licenses = join(out, 'licenses')
await rm(licenses, {recursive: true, force: true})
await mkdir(licenses)
await copyFile(pkg('echarts', 'LICENSE'), join(licenses, 'echarts.txt'))
await copyFile(pkg('echarts', 'NOTICE'), join(licenses, 'echarts-notice.txt'))
await copyFile(pkg('echarts', 'licenses', 'LICENSE-d3'), join(licenses, 'echarts-d3.txt'))
await copyFile(pkg('zrender', 'LICENSE'), join(licenses, 'zrender.txt'))
await copyFile(pkg('tslib', 'LICENSE.txt'), join(licenses, 'tslib.txt'))
await copyFile(pkg('htmx.org', 'LICENSE'), join(licenses, 'htmx.txt'))
await copyFile(pkg('axe-core', 'LICENSE'), join(licenses, 'axe.txt'))
await copyFile(pkg('axe-core', 'LICENSE-3RD-PARTY.txt'), join(licenses, 'axe-3rd-party.txt'))
