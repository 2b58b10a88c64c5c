// Inclusion by json-schema-diff: a case a line in, an answer a line out.
const {diffSchemas} = require('json-schema-diff');
const lines = require('readline').createInterface({input: process.stdin});

async function answer({a, b}) {
  try {
    const {removalsFound} = await diffSchemas({sourceSchema: a, destinationSchema: b});
    return removalsFound ? 'not included' : 'included';
  } catch (error) {
    return 'unknown';
  }
}

(async () => {
  for await (const line of lines) console.log(JSON.stringify(await answer(JSON.parse(line))));
})();
