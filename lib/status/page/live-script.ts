/**
 * All the script of a public page; at most 5 kB (tested). Without it the page shows the same, as of when it was sent. It fills in what is
 * pushed, writes times in the reader's zone (or UTC, at a press), and lets the shown data age. Where a live connection is refused (429, 503) it retries within a
 * minute: browsers give up there.
 *
 * Old syntax on purpose: people look at status pages with any browser at hand.
 */
export const liveScript = `(function(){
var page=document.querySelector('[data-page]'),root=document.documentElement,doc=document
if(!page||!window.EventSource||!window.Intl)return
var observed=Number(page.getAttribute('data-observed'))||null,STALE=10000
var skew=Number(page.getAttribute('data-now'))-Date.now(),first=Date.now(),heard=0,history=null,held=null,waits=false,utc=false
function now(){return Date.now()+skew}
function two(n){return n<10?'0'+n:''+n}
function zone(d){var m=/GMT[+-][0-9:]+|[A-Z]{3,5}/.exec(d.toLocaleTimeString('en-GB',{timeZoneName:'short'}));return m?m[0]:'local'}
function write(t){
var d=new Date(t.getAttribute('datetime'));if(isNaN(d))return
if(!t.title)t.title=t.textContent
var z=utc?'UTC':zone(d);if(utc)d=new Date(+d+d.getTimezoneOffset()*60000)
var clock=two(d.getHours())+':'+two(d.getMinutes())
var form=t.getAttribute('data-form')
t.textContent=form==='clock'?clock+':'+two(d.getSeconds())+' '+z:form==='minute'?clock+' '+z
:d.getDate()+' '+d.toLocaleString('en-GB',{month:'short'}).slice(0,3)+' '+d.getFullYear()+', '+clock+' '+z}
function times(where){var all=where.querySelectorAll('time');for(var i=0;i<all.length;i++)write(all[i])}
function ago(ms){var s=Math.max(0,Math.round(ms/1000))
return s<120?s+' s':s<7200?Math.floor(s/60)+' min':s<172800?Math.floor(s/3600)+' h':Math.floor(s/86400)+' days'}
var age=doc.getElementById('age'),was={},wasStale=null
function fill(e,html){
var open=e.querySelectorAll('details[open]'),ids=[],f=doc.activeElement,i,d
f=f&&e.contains(f)&&f.parentNode.id
for(i=0;i<open.length;i++)ids.push(open[i].id)
e.innerHTML=html;times(e)
for(i=0;i<ids.length;i++)if(d=doc.getElementById(ids[i]))d.open=true
if(f&&(d=doc.getElementById(f))&&d.firstElementChild)d.firstElementChild.focus()}
function put(id,html){var e=doc.getElementById(id);if(!e||was[id]===html)return;was[id]=html;fill(e,html)}
function leaves(html){
var e=doc.getElementById('now'),past=doc.getElementById('past-part'),all,next,i
if(!e||!past)return false
next=doc.createElement('div');next.innerHTML=html;all=e.querySelectorAll('article')
for(i=0;i<all.length;i++)if(!next.querySelector('#'+all[i].id)&&!past.querySelector('#'+all[i].id))return true
return false}
function tick(){
var old=observed===null?null:now()-observed,stale=old===null||old>STALE
if(age&&old!==null)age.firstElementChild.textContent=stale?'No data for '+ago(old)+'. What is shown is as old as that.':'Updated '+(old<5000?'just now':ago(old)+' ago')
if(stale!==wasStale){wasStale=stale;if(stale)root.setAttribute('data-stale','');else root.removeAttribute('data-stale')
if(stale&&old!==null&&heard){was.banner=null;doc.getElementById('stage').setAttribute('data-state','unknown');put('banner','<p class="caps">Unknown</p><h1>No data since <time datetime="'+new Date(observed).toISOString()+'" data-form="clock"></time>.</h1><p class="quiet">What is shown below is as old as that.</p>')}}}
function pulse(m){heard=Date.now();skew=m.now-Date.now();if(m.observed!==undefined)observed=m.observed;for(var id in m.parts||{})put(id,m.parts[id]);tick()}
function again(){waits=false
fetch(location.href,{credentials:'omit',cache:'no-store'}).then(function(r){return r.ok?r.text():null}).then(function(t){
if(!t)throw 0
var d=new DOMParser().parseFromString(t,'text/html'),ids=['services-part','past-part'],i,a,b
for(i=0;i<ids.length;i++){a=doc.getElementById(ids[i]);b=d.getElementById(ids[i]);if(a&&b)fill(a,b.innerHTML)}
was={}
if(held!==null){if(leaves(held))throw 0;put('now',held);held=null}}).catch(function(){soon(5000)})}
function soon(ms){if(waits)return;waits=true;setTimeout(again,ms+Math.random()*ms)}
times(doc)
var place=age&&age.lastElementChild,press=doc.createElement('button')
function label(){press.textContent='Times in '+(utc?'UTC':zone(new Date()))}
if(place){press.type='button';press.title='UTC or your own zone';place.textContent='';place.appendChild(press);label()
press.onclick=function(){utc=!utc;label();times(doc)}}
function open(){
var es=new EventSource(page.getAttribute('data-live'))
es.onerror=function(){if(es.readyState===2)setTimeout(open,30000+Math.random()*30000)}
es.addEventListener('state',function(e){var m=JSON.parse(e.data);observed=m.observed
doc.getElementById('stage').setAttribute('data-state',m.state)
held=leaves(m.parts.now)?m.parts.now:null
for(var id in m.parts)if(id!=='now'||held===null)put(id,m.parts[id])
if(held!==null||history!==null&&history!==m.history)soon(held!==null?1000:4000)
history=m.history;m.parts=null;pulse(m)})
es.addEventListener('pulse',function(e){pulse(JSON.parse(e.data))})}
open()
setInterval(tick,1000)
setTimeout(tick,0)
})()`
