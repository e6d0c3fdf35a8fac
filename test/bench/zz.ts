import { mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateLogs } from '#main/demo/logs.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { runExport } from '#main/jobs/export/export-raw-log.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, CLAIMS, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';
const home='/tmp/x/bws';
if(!existsSync(home)){ const w=await makeExportWorkspace(home); fillLog(w.folder, generateLogs({seed:1,now:Date.UTC(2026,5,10),accounts:[{id:NORTH,projects:[{id:BOOKING,name:'B'},{id:CLAIMS,name:'C'}]}],rows:1_000_000})); w.raw.close(); process.exit();}
const [mode,page]=process.argv.slice(2);
const before=process.memoryUsage().rss;
const t=performance.now(); const cpu=process.cpuUsage();
if(mode==='read'){ const store=openLogStore(home); const q={scope:{account:NORTH,projects:null},filter:{}}; for(const month of store.plan(q).months){const s=store.scan(q,{month,after:-1}); for(;;){const r=s.next(Number(page)); if(!r.length)break;} s.close();} }
else { await runExport({account:NORTH,projects:{},file:'/tmp/x/o.csv',profile:'spreadsheet',overwrite:true,filter:{}}, exportJob({folder:home,db:openRaw(join(home,'rolecall.db'))}), {pageRows:Number(page),saveBytes:64*1048576}); }
const c=process.cpuUsage(cpu);
console.log(mode,page,'ms',(performance.now()-t).toFixed(0),'cpu',((c.user+c.system)/1000).toFixed(0),'before',(before/1e6).toFixed(0),'growth',((process.resourceUsage().maxRSS*1024-before)/1e6).toFixed(0), Object.entries(process.memoryUsage()).map(([k,v])=>k+(v/1e6).toFixed(0)).join(' '));
