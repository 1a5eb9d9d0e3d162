import { readFileSync, readdirSync } from 'node:fs';
import { Browser, House } from './server.mjs';
const house = await House.start(process.argv[2]);
const p = new Browser(house);
const named = (name) => readdirSync('/proc').filter((d)=>/^\d+$/.test(d)).filter((d)=>{try{return readFileSync(`/proc/${d}/comm`,'utf8').trim()===name}catch{return false}});
try {
await p.signUp('Turns'); await p.connect();
const c = (await p.send('POST','/api/v1/conversations')).json.id;
const q='How many disputes were there in Q3 2026?';
for (let i=0;i<3;i++) console.log((await p.ask(c,q)).json.status);
const sp = named('sluice-spawner').filter((d)=>readFileSync(`/proc/${d}/status`,'utf8').includes(`PPid:\t${house.server.pid}`));
console.log(sp.map((d)=>readFileSync(`/proc/${d}/status`,'utf8').match(/Threads.*|VmRSS.*/g).join(' ')).join());
const t0=performance.now(); for (let i=0;i<40;i++) await p.ask(c,q); console.log(((performance.now()-t0)/40).toFixed(1),'ms a question');
} finally { await house.stop(); }
