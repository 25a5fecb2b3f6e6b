// Prints, for every document in a folder, which tests of the schema and which mandatory tests it fails.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import validate from '@secvisogram/csaf-validator-lib/validate.js'
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import { csaf_2_0 } from '@secvisogram/csaf-validator-lib/schemaTests.js'

const folder = process.argv[2]
const verdicts = {}
for (const name of readdirSync(folder).sort()) {
  const document = JSON.parse(readFileSync(join(folder, name)))
  const { tests } = await validate([csaf_2_0, ...Object.values(mandatory)], document)
  verdicts[name] = tests
    .filter((test) => test.errors.length > 0)
    .map((test) => `${test.name} ${test.errors[0].instancePath} ${test.errors[0].message}`)
}
console.log(JSON.stringify(verdicts))
