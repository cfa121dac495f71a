import{ignoreCommentRule}from"./chunk-MLQKVPYW.js";import{fieldErrorText,isIstioContainer,istioRole,labelPlace,labelValue,labelsOf,nonStringEntries,proxyConfigError,proxyConfigFields,readSelector,requirementMatches,selectorMatches,templateErrors,webhookProblems}from"./chunk-UTXBLF6X.js";import{SourceFile,podTemplateOf,podTemplatePath,readText}from"./chunk-DTKF7PEG.js";import{isClose,nearestNames}from"./chunk-2O2SJAUW.js";import{compareText,groupBy}from"./chunk-E52EUNV3.js";import{absent,allOf,anyOf,isKnown,known,mapMaybe,namespaceKey,no,not,sameNamespace,showName,showNamespace,thenMaybe,unknown,yes}from"./chunk-IJNL4LHT.js";import{entryOf,keyLocation,locationOf,nodeAt,textAt}from"./chunk-EO2D3HFY.js";var meshConfigFields=new Set(["accessLogEncoding","accessLogFile","accessLogFormat","ca","caCertificates","certificates","configSources","connectTimeout","defaultConfig","defaultDestinationRuleExportTo","defaultHttpRetryPolicy","defaultProviders","defaultServiceExportTo","defaultVirtualServiceExportTo","disableEnvoyListenerLog","discoverySelectors","dnsRefreshRate","enableAutoMtls","enableEnvoyAccessLogService","enablePrometheusMerge","enableTracing","extensionProviders","h2UpgradePolicy","hboneIdleTimeout","inboundClusterStatName","inboundTrafficPolicy","ingressClass","ingressControllerMode","ingressSelector","ingressService","localityLbSetting","meshMTLS","outboundClusterStatName","outboundTrafficPolicy","pathNormalization","protocolDetectionTimeout","proxyHttpPort","proxyInboundListenPort","proxyListenPort","rootNamespace","serviceScopeConfigs","serviceSettings","tcpKeepalive","thriftConfig","tlsDefaults","trustDomain","trustDomainAliases","verifyCertificateAtClient"]);var newerFields=new Set(["connectionSettings","connection_settings"]);function unknownConfigFields(text){if(proxyConfigError(text)!==void 0)return[];let root=readText(new SourceFile("annotation",text)).documents[0]?.root;return root?unknownIn(root,proxyConfigFields,[]):[]}function unknownIn(node,fields2,path){return node.type!=="map"?[]:node.entries.flatMap(({key,value})=>{let type=typeOf(fields2,key),here=[...path,key];return type!==void 0?below(value,type,here):path.length===0&&newerFields.has(key)?[]:[{path:here.join("."),reason:reasonOf(key,fields2,path)}]})}function below(node,type,path){return typeof type=="string"||"enum"in type?[]:"message"in type?unknownIn(node,type.message,path):"list"in type?node.type==="list"?node.items.flatMap((item,at)=>below(item,type.list,[...path,String(at)])):[]:node.type==="map"?node.entries.flatMap(({key,value})=>below(value,type.map,[...path,key])):[]}function typeOf(fields2,key){let name=Object.keys(fields2).find(one=>one===key||jsonName(one)===key);return name===void 0?void 0:fields2[name]}function jsonName(name){return name.replace(/_(.)/g,(_,letter)=>letter.toUpperCase())}function reasonOf(key,fields2,path){let names3=Object.keys(fields2).map(jsonName),plain=text=>text.replace(/[-_]/g,"").toLowerCase(),slip=names3.find(name=>plain(name)===plain(key))??names3.find(name=>isClose(name,key));if(slip!==void 0)return{is:"slip",of:slip};if(path.length===0&&/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(key))return{is:"variable"};let elsewhere=placesOf(key,proxyConfigFields,[]);return elsewhere.length===1&&elsewhere[0]!==void 0?{is:"elsewhere",path:elsewhere[0]}:path.length===0&&meshConfigFields.has(key)?{is:"mesh-wide"}:{is:"unknown"}}function placesOf(key,fields2,path){return Object.entries(fields2).flatMap(([name,type])=>{let here=[...path,jsonName(name)],found=jsonName(name)===key?[here.join(".")]:[];return typeof type=="object"&&"message"in type?[...found,...placesOf(key,type.message,here)]:found})}function keysOf(names3,rest){return names3.map(name=>({name,...rest}))}var table="istio/api b8f8791, annotation/annotations.yaml",formerTable="istio/api e5279d7, annotation/annotations.yaml, Istio 1.4",template="Istio 1.31, manifests/charts/istio-control/istio-discovery/files/injection-template.yaml";function notes(minor,about="change notes"){return`Istio 1.${minor}, ${about}`}function onPods(names3,more={}){return keysOf(names3,{part:"annotation",on:["Pod"],source:table,...more})}function on(kinds,names3,more={}){return keysOf(names3,{part:"annotation",on:kinds,source:table,...more})}var inConfig=field=>({by:`${field} in annotation "proxy.istio.io/config"`}),ofSidecars=[...onPods(["sidecar.istio.io/agentLogLevel","sidecar.istio.io/bootstrapOverride","sidecar.istio.io/componentLogLevel","sidecar.istio.io/interceptionMode","sidecar.istio.io/logLevel","sidecar.istio.io/proxyCPU","sidecar.istio.io/proxyCPULimit","sidecar.istio.io/proxyImage","sidecar.istio.io/proxyImageType","sidecar.istio.io/proxyMemory","sidecar.istio.io/proxyMemoryLimit","sidecar.istio.io/rewriteAppHTTPProbers","sidecar.istio.io/statsHistogramBins","sidecar.istio.io/statsHistogramBuckets","sidecar.istio.io/userVolume","sidecar.istio.io/userVolumeMount","inject.istio.io/templates","prometheus.istio.io/merge-metrics","proxy.istio.io/config"]),...onPods(["status.sidecar.istio.io/port","readiness.status.sidecar.istio.io/applicationPorts","readiness.status.sidecar.istio.io/failureThreshold","readiness.status.sidecar.istio.io/initialDelaySeconds","readiness.status.sidecar.istio.io/periodSeconds","traffic.sidecar.istio.io/excludeInboundPorts","traffic.sidecar.istio.io/excludeInterfaces","traffic.sidecar.istio.io/excludeOutboundIPRanges","traffic.sidecar.istio.io/excludeOutboundPorts","traffic.sidecar.istio.io/includeInboundPorts","traffic.sidecar.istio.io/includeOutboundIPRanges","traffic.sidecar.istio.io/includeOutboundPorts"]),...onPods(["sidecar.istio.io/capNetBindService"],{source:template}),...onPods(["sidecar.istio.io/nativeSidecar"],{since:24,source:notes(24)}),...onPods(["istio.io/reroute-virtual-interfaces"],{since:25,source:notes(25)}),...onPods(["sidecar.istio.io/statsEvictionInterval","sidecar.istio.io/statsFlushInterval"],{since:28,source:notes(28)}),...onPods(["prometheus.istio.io/scrape-targets"],{since:31,source:notes(31)}),...onPods(["prometheus.istio.io/secure-port","prometheus.istio.io/secure-envoy-port"],{source:"Istio 1.31, samples/addons/extras/prometheus-secure-metrics.yaml"})],replaced=[...onPods(["sidecar.istio.io/inject"],{replaced:{by:"the label of that name"}}),...onPods(["sidecar.istio.io/discoveryAddress"],{replaced:inConfig("discoveryAddress")}),...onPods(["sidecar.istio.io/statsInclusionPrefixes"],{replaced:inConfig("proxyStatsMatcher.inclusionPrefixes")}),...onPods(["sidecar.istio.io/statsInclusionSuffixes"],{replaced:inConfig("proxyStatsMatcher.inclusionSuffixes")}),...onPods(["sidecar.istio.io/statsInclusionRegexps"],{replaced:inConfig("proxyStatsMatcher.inclusionRegexps")}),...onPods(["sidecar.istio.io/extraStatTags"],{replaced:inConfig("extraStatTags")}),...onPods(["sidecar.istio.io/statsCompression"],{replaced:{...inConfig("statsCompression"),since:29},source:notes(29)}),...onPods(["traffic.sidecar.istio.io/kubevirtInterfaces"],{replaced:{by:'annotation "istio.io/reroute-virtual-interfaces"',since:25},source:notes(25)})],ofServicesAndGateways=[...on(["Service"],["networking.istio.io/exportTo","alpha.istio.io/canonical-serviceaccounts","alpha.istio.io/kubernetes-serviceaccounts","traffic.istio.io/nodeSelector"]),...on(["Namespace","Service","ServiceEntry"],["networking.istio.io/traffic-distribution"],{since:24,source:notes(24)}),...on(["ServiceEntry"],["istio.io/connect-strategy"],{since:30,source:notes(30)}),...on(["Namespace","Service","ServiceEntry"],["istio.io/use-waypoint-canary-weight"],{since:32,source:notes(32)}),...on(["Gateway"],["gateway.istio.io/name-override","gateway.istio.io/service-account","networking.istio.io/service-type"]),...on(["Gateway"],["networking.istio.io/address-type"],{source:"Istio 1.31, pilot/pkg/config/kube/gateway/conversion.go"}),...on(["Gateway","GatewayClass"],["ambient.istio.io/waypoint-inbound-binding"]),...on(["Gateway","GatewayClass"],["gateway.istio.io/alias-for","istio.io/for-service-account"],{source:"Istio 1.20, pilot/pkg/config/kube/gateway/conversion.go"}),...on(["AuthorizationPolicy"],["istio.io/dry-run"]),...on(["Namespace"],["topology.istio.io/controlPlaneClusters"]),...on(["Secret"],["networking.istio.io/cluster"],{source:"Istio 1.31, istioctl/pkg/multicluster"}),...on(["Any"],["galley.istio.io/analyze-suppress"])],ofAmbientPods=[...onPods(["ambient.istio.io/bypass-inbound-capture"],{since:24,source:notes(24)}),...onPods(["ambient.istio.io/dns-capture"],{since:25,source:notes(25)}),...on(["Pod","Service","Namespace"],["istio.io/use-waypoint"],{until:22,replaced:{by:"the label of that name"},source:notes(21)})],internal=[...onPods(["sidecar.istio.io/status","proxy.istio.io/overrides","istio.io/rev","ambient.istio.io/redirection"],{internal:!0}),...on(["WorkloadEntry"],["istio.io/autoRegistrationGroup","istio.io/connectedAt","istio.io/disconnectedAt","istio.io/workloadController"],{internal:!0}),...on(["Any"],["gateway.istio.io/controller-version"],{internal:!0}),...on(["Any"],["install.operator.istio.io/chart-owner","install.operator.istio.io/owner-generation","install.operator.istio.io/version","alpha.istio.io/identity"],{internal:!0,source:formerTable})],removed=[...onPods(["sidecar.istio.io/enableCoreDump"],{until:24,source:notes(24)}),...onPods(["policy.istio.io/check","policy.istio.io/checkBaseRetryWaitTime","policy.istio.io/checkMaxRetryWaitTime","policy.istio.io/checkRetries","policy.istio.io/lang"],{until:8,source:formerTable}),...onPods(["sidecar.istio.io/controlPlaneAuthPolicy","security.istio.io/autoMTLS"],{until:20,source:formerTable})],knownAnnotations=[...ofSidecars,...replaced,...ofServicesAndGateways,...ofAmbientPods,...internal,...removed];var table2="istio/api b8f8791, label/labels.yaml";function on2(kinds,names3,more={}){return keysOf(names3,{part:"label",on:kinds,source:table2,...more})}var endpoints=["Pod","WorkloadEntry","WorkloadGroup","ServiceEntry"],gatewayPods=["Pod","ServiceAccount","Deployment","Service"],knownLabels=[...on2(["Namespace"],["istio-injection"],{source:"Istio 1.31, manifests/charts, mutatingwebhook.yaml"}),...on2(["Pod"],["sidecar.istio.io/inject"]),...on2(["Any"],["istio.io/rev"]),...on2(["MutatingWebhookConfiguration","Namespace","Service"],["istio.io/tag"]),...on2(endpoints,["service.istio.io/canonical-name","service.istio.io/canonical-revision"]),...on2(endpoints,["service.istio.io/workload-name"],{since:25,source:"Istio 1.25, change notes"}),...on2(endpoints,["topology.istio.io/cluster","topology.istio.io/locality"]),...on2([...endpoints,"Namespace","Service","Gateway"],["topology.istio.io/network"]),...on2([...endpoints,"Node"],["topology.istio.io/subzone"]),...on2(["Service"],["networking.istio.io/gatewayPort"]),...on2(["ServiceEntry"],["networking.istio.io/enable-autoallocate-ip"]),...on2(["Pod","Namespace"],["istio.io/dataplane-mode"]),...on2(["Pod","WorkloadEntry","Service","ServiceEntry","Namespace"],["istio.io/use-waypoint","istio.io/use-waypoint-namespace"]),...on2(["Service","ServiceEntry","Namespace"],["istio.io/use-waypoint-canary","istio.io/use-waypoint-canary-namespace"],{since:32,source:"Istio 1.32, release notes of issue 60801"}),...on2(["Service","ServiceEntry","Namespace"],["istio.io/ingress-use-waypoint"]),...on2(["GatewayClass","Gateway"],["istio.io/waypoint-for"]),...on2(["Service","ServiceEntry","Namespace","Gateway"],["istio.io/global"],{source:"Istio 1.31, pilot/pkg/serviceregistry/kube/controller/ambient"}),...on2(["Service","ServiceEntry"],["experimental.istio.io/disable-gateway-port-translation"],{source:"Istio 1.31, pilot/pkg/model/gateway.go"}),...on2(["ConfigMap"],["gateway.istio.io/defaults-for-class"],{source:"Istio 1.31, pilot/pkg/config/kube/gateway/conversion.go"}),...on2(["Gateway","Service","Pod","Deployment"],["istio.io/enable-inference-extproc","istio.io/ignore-policy-attachment"],{source:"Istio 1.31, pilot/pkg/config/kube/gateway"}),...internal2(gatewayPods,["gateway.istio.io/managed","istio.io/gateway-name"]),...internal2(["Pod","WorkloadEntry"],["security.istio.io/tlsMode","networking.istio.io/tunnel"]),...internal2(["Any"],["operator.istio.io/component","operator.istio.io/managed","operator.istio.io/version"]),...internal2(["Service"],["istio.io/inferencepool-name","istio.io/inferencepool-extension-service"]),...internal2(["Service"],["istio.io/inferencepool-extension-port","istio.io/inferencepool-extension-failure-mode"]),...internal2(["ConfigMap","Secret"],["istio.io/config","istio/multiCluster"])];function internal2(kinds,names3){return on2(kinds,names3,{internal:!0,source:"Istio 1.31, pilot/pkg and istioctl/pkg"})}var all=[...knownAnnotations,...knownLabels],byName=new Map;for(let key of all)byName.set(key.name,[...byName.get(key.name)??[],key]);var meant=[...byName].filter(([,keys2])=>keys2.some(isMeant)).map(([name])=>name);function isMeant({internal:internal3,until}){return!internal3&&until===void 0}var bareMeant=new Map(meant.map(name=>[withoutEnding(name),name]));function withoutEnding(name){return name.replace("istio.io/","istio/")}var configFields=Object.keys(proxyConfigFields).map(jsonName),closedPrefixes=new Set(["inject.istio.io","proxy.istio.io","readiness.status.sidecar.istio.io","sidecar.istio.io","status.sidecar.istio.io","traffic.sidecar.istio.io"]),openPrefixes=new Set(["ambient.istio.io","gateway.istio.io","istio.io","networking.istio.io","security.istio.io","service.istio.io","topology.istio.io","traffic.istio.io"]),mistaken=new Map([["istio-inject","istio-injection"],["istio-injected","istio-injection"],["istio.io/inject","sidecar.istio.io/inject"],["istio.io/injection","istio-injection"],["istio.io/istio-injection","istio-injection"],["istio.io/revision","istio.io/rev"],["istio-revision","istio.io/rev"],["sidecar.istio.io/injection","sidecar.istio.io/inject"]]);function istioKey(part,name){return byName.get(name)?.find(key=>key.part===part)}function isIstioKey(name){return byName.has(name)}function prefixOf(name){let prefix4=name.slice(0,Math.max(0,name.indexOf("/")));return closedPrefixes.has(prefix4)?"closed":openPrefixes.has(prefix4)?"open":"foreign"}function slipOf(name){if(byName.has(name)||!/isti|stio|isto|itio|isito|sidecar|inject/i.test(name))return;let known3=mistaken.get(name);if(known3)return known3;let bare=withoutEnding(name),near=nearestNames(name,meant).find(candidate=>isClose(name,candidate)),nearBare=nearestNames(bare,bareMeant.keys()).find(candidate=>isClose(bare,candidate));return near??(nearBare&&bareMeant.get(nearBare))??inOtherPrefix(name)}function inOtherPrefix(name){let[prefix4="",last=""]=name.split("/");if(last.length<6||!/(^|\.)istio\.io$/.test(prefix4))return;let lastOf=candidate=>candidate.slice(candidate.indexOf("/")+1),same=meant.filter(candidate=>lastOf(candidate).toLowerCase()===last.toLowerCase()),near=same.length>0?same:meant.filter(candidate=>isClose(lastOf(candidate),last));return near.length===1?near[0]:void 0}function configFieldOf(name){if(prefixOf(name)!=="closed")return;let last=name.slice(name.indexOf("/")+1).toLowerCase();return configFields.find(field=>field.toLowerCase()===last)}function resemblingKeys(name){return prefixOf(name)==="foreign"?[]:nearestNames(name,meant,1)}var oneFails="The two can not share the port: the one that starts second fails to listen.",reservedPorts=[{port:15e3,protocols:["TCP"],listener:"Envoy's admin interface",address:"127.0.0.1",consequence:oneFails,bypassesSidecar:!1},{port:15001,protocols:["TCP"],listener:"Envoy's listener for outbound traffic",consequence:`${oneFails} Without this listener nothing that the pod sends arrives.`,bypassesSidecar:!1},{port:15006,protocols:["TCP"],listener:"Envoy's listener for inbound traffic",consequence:`${oneFails} Without this listener nothing that is sent to the pod arrives.`,bypassesSidecar:!1},{port:15008,protocols:["TCP"],listener:"Envoy's HBONE tunnel",onlyWith:"ISTIO_META_ENABLE_HBONE",consequence:oneFails,bypassesSidecar:!0},{port:15020,protocols:["TCP"],listener:"the Istio agent's status server",consequence:`${oneFails} Without the status server rewritten probes and merged metrics fail.`,bypassesSidecar:!0},{port:15021,protocols:["TCP"],listener:"Envoy's health check",consequence:`${oneFails} Without the health check the pod does not become ready.`,bypassesSidecar:!0},{port:15053,protocols:["TCP","UDP"],listener:"the Istio agent's DNS proxy",address:"127.0.0.1",onlyWith:"ISTIO_META_DNS_CAPTURE",consequence:`${oneFails} Without the DNS proxy the pod resolves no names.`,bypassesSidecar:!1},{port:15090,protocols:["TCP"],listener:"Envoy's Prometheus metrics",consequence:`${oneFails} Without this listener Envoy has no metrics to scrape.`,bypassesSidecar:!0}],byPort=new Map(reservedPorts.map(reserved=>[reserved.port,reserved]));function reservedPort(port,protocol="TCP"){let reserved=byPort.get(port);return reserved?.protocols.some(one=>one===protocol)?reserved:void 0}function isAlwaysReserved({onlyWith}){return onlyWith===void 0}function mentionsIn(bodies){let keys2=new Set,texts=[];for(let body of bodies)collect(body,keys2,texts);let text=texts.join(`
`);return key=>keys2.has(key)||text.includes(key)}function collect(node,keys2,texts){if(node.type==="scalar")typeof node.value=="string"&&/[./-]/.test(node.value)&&texts.push(node.value);else if(node.type==="list")for(let item of node.items)collect(item,keys2,texts);else if(node.type==="map")for(let{key,value}of node.entries)if(keys2.add(key),key!=="metadata"||value.type!=="map")collect(value,keys2,texts);else for(let entry of value.entries)entry.key!=="labels"&&entry.key!=="annotations"&&collect(entry.value,keys2,texts)}function metadataEntries(resource){let found=known2.get(resource)??readEntries(resource);return known2.set(resource,found),found}var known2=new WeakMap;function readEntries(resource){let template2=podTemplatePath(resource),own=template2?.length===0?"pod":"own",found=[...entriesAt(resource,["metadata"],own)];return resource.kindName==="CronJob"&&found.push(...entriesAt(resource,["spec","jobTemplate","metadata"],"job")),template2&&template2.length>0&&found.push(...entriesAt(resource,[...template2,"metadata"],"pod")),found}function entriesAt(resource,path,holder){return["label","annotation"].flatMap(part=>{let node=nodeAt(resource.root,[...path,`${part}s`]);return node?.type!=="map"?[]:node.entries.map(entry=>{let{key,value}=entry,text=value.type==="scalar"&&typeof value.value=="string"?value.value:void 0;return{holder,part,key,value:text,at:keyLocation(entry),valueAt:locationOf(value)}})})}var injectKey="sidecar.istio.io/inject",injectionKey="istio-injection",revisionKey="istio.io/rev",ambientKey="istio.io/dataplane-mode";function podSwitches(pod){let{labels,annotations}=pod.pods.first,read=(from,key)=>{let value=labelValue(from,key);if(!(!value.known||value.value===void 0))return{key,value:value.value,at:labelPlace(from,key)??pod.owner.at(["metadata","name"])}};return{label:read(labels,injectKey),annotation:read(annotations,injectKey),revision:read(labels,revisionKey)}}function saysNothing(pod){let{labels,annotations}=pod.pods.first;return[labelValue(labels,injectKey),labelValue(annotations,injectKey),labelValue(labels,revisionKey)].every(value=>value.known&&!value.value)}function optIn(pod){let{label:label2,revision}=podSwitches(pod);return label2?.value==="true"?label2:label2?.value==="false"||!revision?.value?void 0:revision}function anyOptIn(pod){let{label:label2,annotation}=podSwitches(pod);return optIn(pod)??(annotation?.value==="true"&&!label2?annotation:void 0)}function optOut(pod){let{label:label2,annotation}=podSwitches(pod),counts=label2??annotation;return counts?.value==="false"?counts:void 0}function namespaceSwitches(snapshot,namespace){let labels=snapshot.namespaceLabels(namespace);return{labels,injection:labelValue(labels,injectionKey),injectionAt:labelPlace(labels,injectionKey),revision:labelValue(labels,revisionKey),revisionAt:labelPlace(labels,revisionKey)}}var kubernetesNamespaces=new Set(["kube-system","kube-public","kube-node-lease","local-path-storage"]);function usesHostNetwork(pod){let uses=pod.pods.first.body.get("spec","hostNetwork");return uses.known&&uses.value===!0}function titleOf(resource){return`${resource.kind} "${showName(resource)}"`}function nameOf(resource){return resource.at(["metadata","name"])}function textOf(value=absent){return value.known?value.value:void 0}var switches=new Set([injectKey,injectionKey]);function isJudged(resource){let{kindName}=resource;if(!podKinds.has(kindName)&&!otherKinds.has(kindName))return!1;let owners=resource.has("metadata","ownerReferences");return owners.known&&!owners.value}var otherKinds=new Set(["Namespace","Service","VirtualService","DestinationRule","ServiceEntry","IstioGateway","Sidecar","EnvoyFilter","AuthorizationPolicy","PeerAuthentication","RequestAuthentication","Telemetry","WasmPlugin"]),podKinds=new Set(["StatefulSet","Deployment","ReplicaSet","ReplicationController","DaemonSet","Job","CronJob","Pod"]);function misplacedOf(entry,{kind},entries,pod){let{part,key,holder}=entry;if(switches.has(key))return;if(key===revisionKey)return misplacedRevision(entry,kind,entries,pod);let other=part==="label"?"annotation":"label",known3=istioKey(part,key),rightful=known3??istioKey(other,key);if(!rightful||rightful.internal||rightful.until!==void 0)return;if(!known3)return has(entries,key,other,holder)?void 0:{message:"part",rightful};let{on:on5}=known3,here=holder==="pod"?"Pod":kind;if(!(on5.includes("Any")||on5.includes(here)))return!on5.includes("Pod")||!podKinds.has(kind)?{message:"object",rightful}:has(entries,key,void 0,"pod")?void 0:{message:"workload",rightful}}function has(entries,key,part,holder){return entries.some(one=>one.key===key&&one.holder===holder&&(part===void 0||one.part===part))}function misplacedRevision({part,holder},kind,entries,pod){let rightful=istioKey("label",revisionKey);return!rightful||pod&&istioRole(pod.pods.first.body)?void 0:part==="annotation"?kind==="Pod"||holder!=="pod"&&kind!=="Namespace"||entries.some(({key})=>key==="sidecar.istio.io/status")||has(entries,revisionKey,"label",holder)?void 0:{message:"part",rightful}:!pod||holder==="pod"||pod.verdict==="injected"||optOut(pod)||optIn(pod)||has(entries,revisionKey,void 0,"pod")?void 0:{message:"workload",rightful}}function rightPlaces({unit}){let found,nameOf2=(resource,{part,key,value})=>{let{kindName,name,namespace}=resource;return[namespaceKey(kindName==="Namespace"?name:namespace),part,key,value].join("\0")};return(resource,entry)=>(found??=new Set(unit.resources.flatMap(one=>metadataEntries(one).filter(each=>istioKey(each.part,each.key)?.on.includes(each.holder==="pod"?"Pod":one.kind)).map(each=>nameOf2(one,each)))),found.has(nameOf2(resource,entry)))}function a(part){return part==="label"?"a label":"an annotation"}function holdersOf({on:on5}){let names3=on5.map(kind=>kind==="Pod"?"pods":kind.replace(/y$/,"ie").replace(/s$/,"se").concat("s"));return[names3.slice(0,-1).join(", "),...names3.slice(-1)].filter(text=>text!=="").join(" and ")}var istio_key_misplaced_default={id:"istio-key-misplaced",topic:"annotations",summary:"A label or annotation of Istio stands where Istio does not read it",why:"Istio reads each of its labels and annotations on certain objects only, most of them on the pod; workloads do not pass their own metadata on to their pods. The setting is not made.",fix:"Move it to the object that it is meant for.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/","https://istio.io/latest/docs/reference/config/labels/","https://istio.io/latest/docs/reference/config/analysis/ist0107/"],aliases:["IST0107"],each:"unit",needs:[],messages:{workload:'Istio reads {part} "{key}" of pods, not on the {place} of {resource}.',object:'Istio reads {part} "{key}" of {holders}, not of {resource}.',part:'Istio reads "{key}" as {right}, not as {part} of {resource}.'},examples:{good:[{title:"on the template; once more on the workload does no harm",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/proxyCPU: 100m } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/proxyCPU: 100m } }
              spec: { containers: [{ name: redis }] }
        `},{title:"the same on every object, as kustomize and Helm do it",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } }
          spec:
            template:
              metadata: { annotations: { sidecar.istio.io/logLevel: debug } }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"on the StatefulSet, and as a label",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis
            namespace: prod
            annotations:
              traffic.sidecar.istio.io/excludeInboundPorts: "6379" #! workload
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio.io/proxyCPU: 100m #! part
              spec: { containers: [{ name: redis }] }
        `},{title:"the revision on the workload, and as an annotation",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { istio.io/rev: canary } } #! workload
          spec: { template: { spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: web, namespace: prod }
          spec: { template: { metadata: { annotations: { istio.io/rev: canary } }, spec: { containers: [] } } } #! part
        `},{title:"on a Namespace, a Service, and the pods of a Service",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, annotations: { proxy.istio.io/config: "concurrency: 2" } } #! object
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, annotations: { istio.io/dataplane-mode: ambient } } #! part
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod, annotations: { sidecar.istio.io/logLevel: debug } } #! object
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "." } } #! object
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod, annotations: { networking.istio.io/exportTo: "*" } } #! object
          spec: { hosts: [redis] }
        `}]},check(snapshot,{podsOf,report}){let isRight=rightPlaces(snapshot);for(let resource of snapshot.unit.resources){if(!isJudged(resource))continue;let entries=metadataEntries(resource);if(entries.some(({key})=>key==="gateway.istio.io/managed"))continue;let pod=podsOf(resource);for(let entry of entries){let misplaced=misplacedOf(entry,resource,entries,pod);if(!misplaced)continue;let{part,key,at,holder}=entry,isIdle=pod?.verdict==="not-injected"&&prefixOf(key)==="closed",base={on:resource,at,severity:isIdle?"info":"warning"},data={part,key,resource:titleOf(resource)},{rightful}=misplaced;misplaced.message==="part"?report({...base,message:"part",fix:`Write it as ${a(rightful.part)}.`,data:{...data,part:a(part),right:a(rightful.part)}}):misplaced.message==="workload"?report({...base,message:"workload",fix:"Move it to the metadata of the pod template (spec.template.metadata).",data:{...data,place:holder==="job"?"Job template":"metadata"}}):isRight(resource,entry)||report({...base,message:"object",data:{...data,holders:holdersOf(rightful)}})}}}};function minorOf(istioVersion,snapshot){let injector=snapshot.all("ConfigMap").find(one=>showName(one).startsWith("istio-sidecar-injector"));return injector?unknown({what:"the version of Istio that reads them",hint:"lint the manifests of the injector apart from those of its pods",at:injector.at(["metadata","name"])}):known(Number(istioVersion.split(".")[1]))}var oldestMinor=20;var istio_key_outdated_default={id:"istio-key-outdated",topic:"annotations",summary:"A label or annotation of Istio is deprecated, or no longer read",why:"A newer name has taken its place. Istio removes the old one in some version to come, or has done so; then the setting is lost without a word.",fix:"Write what has taken its place.",severity:"info",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/","https://istio.io/latest/docs/reference/config/analysis/ist0135/"],aliases:["IST0135"],each:"unit",needs:["ConfigMap"],messages:{replaced:'The {part} "{key}" of {resource} is deprecated in favour of {by}.',removed:'Istio {version} does not read {part} "{key}" of {resource} any more.'},examples:{good:[{title:"the label, with the annotation for older versions beside it",files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            labels: { sidecar.istio.io/inject: "false" }
            annotations: { sidecar.istio.io/inject: "false" }
          spec: { containers: [{ name: redis }] }
        `},{title:"a version that has nothing newer",options:["--istio-version=1.23"],files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            annotations:
              traffic.sidecar.istio.io/kubevirtInterfaces: net1
              sidecar.istio.io/enableCoreDump: "true"
          spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"annotations with successors, and one without",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/inject: "true" #! replaced
                  sidecar.istio.io/statsInclusionPrefixes: cluster.outbound #! replaced
                  traffic.sidecar.istio.io/kubevirtInterfaces: net1 #! replaced
                  sidecar.istio.io/enableCoreDump: "true" #! removed
              spec: { containers: [{ name: redis }] }
        `}]},check(snapshot,{podsOf,istioVersion,report}){let asked2=minorOf(istioVersion,snapshot),minor=asked2.known?asked2.value:oldestMinor;for(let resource of snapshot.unit.resources)for(let{part,key,at,holder}of metadataEntries(resource)){let found=istioKey(part,key),outdated=found&&outdatedOf(found,minor);if(!outdated||!found.on.includes(holder==="pod"?"Pod":resource.kind))continue;let pod=holder==="pod"?podsOf(resource):void 0;if(pod&&istioRole(pod.pods.first.body)||key===injectKey&&!(pod&&decides(pod,snapshot)))continue;let by=found.replaced?.by,fix=by===void 0?"Remove it.":`Write ${by} in its place.`,base={on:resource,at,pod,fix},data={part,key,resource:titleOf(resource)};if(outdated==="replaced")report({...base,message:"replaced",data:{...data,by:by??""}});else{let severity=pod?.verdict==="not-injected"?"info":"warning";report({...base,message:"removed",severity,data:{...data,version:istioVersion}})}}}};function outdatedOf({until,replaced:replaced2},minor){return until!==void 0&&until<=minor?"removed":replaced2&&(replaced2.since??0)<=minor?"replaced":void 0}function decides(pod,{unit}){let{label:label2,annotation}=podSwitches(pod);return label2||annotation?.value!=="true"&&annotation?.value!=="false"||unit.resources.some(({apiVersion})=>/(^|\.)(maistra|openshift)\.io\//.test(apiVersion))?!1:pod.verdict==="unknown"||pod.trail.some(({reason})=>reason==="annotation")}var istio_key_unknown_default={id:"istio-key-unknown",topic:"annotations",summary:"A label or annotation in the name of Istio is misspelt or unknown",why:"Istio reads its labels and annotations by their exact names and says nothing of others: the setting is not made.",fix:"Write the name as the reference has it, upper and lower case included, or remove it.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/","https://istio.io/latest/docs/reference/config/labels/","https://istio.io/latest/docs/reference/config/analysis/ist0108/"],aliases:["IST0108"],each:"unit",needs:["ConfigMap"],messages:{slip:'The {part} "{key}" of {resource} is misnamed: Istio does not read it.{hint}',unknown:'No version of Istio has {part} "{key}", as {resource} has it.{hint}',later:'Istio {version} does not know {part} "{key}" of {resource}, which came with Istio 1.{since}.'},examples:{good:[{title:"known names, and names of others",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { istio.example.com/team: cache } }
          spec:
            template:
              metadata:
                labels: { sidecar.istio.io/inject: "true", istio: cache }
                annotations:
                  traffic.sidecar.istio.io/excludeOutboundPorts: "6379"
                  sidecar.istio.io/capNetBindService: "true"
              spec: { containers: [{ name: redis }] }
        `},{title:"an injector's own template reads it",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, annotations: { sidecar.istio.io/spiffe: "true" } }
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "templates: { spire: '{{ index .ObjectMeta.Annotations \`sidecar.istio.io/spiffe\` }}' }" }
        `}],bad:[{title:"a missing letter, another case, another prefix",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injections: enabled } } #! slip
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio/inject: "false" #! slip
                annotations:
                  traffic.sidecar.istio.io/excludeOutboundPort: "6379" #! slip
                  sidecar.istio.io/proxyCpu: 100m #! slip
                  sidecar.istio.io/excludeInboundPorts: "6379" #! slip
                  sidecar.istio.io/concurrency: "2" #! slip
              spec: { containers: [{ name: redis }] }
        `},{title:"a name that resembles none, and one that is too new",options:["--istio-version=1.22"],files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: prod
            annotations:
              sidecar.istio.io/proxyThreads: "2" #! unknown
              sidecar.istio.io/nativeSidecar: "true" #! later
          spec: { containers: [{ name: web }] }
        `}]},check(snapshot,{podsOf,istioVersion,report}){let isRead=readersOf(snapshot),minor=minorOf(istioVersion,snapshot);for(let resource of snapshot.unit.resources)for(let entry of metadataEntries(resource)){let{part,key,at,holder}=entry,finding=findingOf(entry,resource.kind,minor);if(!finding||isRead(key))continue;let pod=holder==="pod"?podsOf(resource):void 0,isIdle=pod?.verdict==="not-injected"&&prefixOf(key)==="closed",base={on:resource,at,pod,severity:isIdle?"info":finding.severity},data={part,key,resource:titleOf(resource)};finding.since!==void 0?report({...base,message:"later",data:{...data,version:istioVersion,since:finding.since}}):report({...base,message:finding.message,data:{...data,hint:finding.hint}})}}};function findingOf({part,key},kind,minor){let known3=istioKey(part,key);if(known3){let{since=0}=known3;return!minor.known||since<=minor.value?void 0:{message:"unknown",severity:"warning",hint:"",since}}if(isIstioKey(key)||!/^[\w./-]+$/.test(key))return;let meant2=slipOf(key);if(meant2!==void 0)return{message:"slip",severity:"error",hint:didYouMean(part,[switchOf(kind,meant2)])};let field=configFieldOf(key);if(field!==void 0)return{message:"slip",severity:"error",hint:` It is field "${field}" of annotation "proxy.istio.io/config".`};let prefix4=prefixOf(key);if(prefix4!=="foreign")return{message:"unknown",severity:part==="annotation"||prefix4==="closed"?"warning":"info",hint:didYouMean(part,resemblingKeys(key))}}function switchOf(kind,meant2){return meant2!==injectionKey&&meant2!==injectKey?meant2:kind==="Namespace"?injectionKey:injectKey}function didYouMean(part,[key]){if(key===void 0)return"";let other=part==="label"?"annotation":"label";return` Did you mean ${istioKey(part,key)?"":`the ${other} `}"${key}"?`}function readersOf({unit}){let isMentioned;return key=>(isMentioned??=mentionsIn(unit.resources.map(({root})=>root)),isMentioned(key))}var configKey="proxy.istio.io/config",proxy_config_field_ignored_default={id:"proxy-config-field-ignored",topic:"annotations",summary:'A field of "proxy.istio.io/config" is none that Istio knows',why:"Istio takes the annotation and drops the fields that ProxyConfig does not have, without a word: the proxy runs with the default.",fix:"Write the field as ProxyConfig has it, upper and lower case included, or remove it.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig","https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig"],each:"workload",needs:[],messages:{ignored:'Istio ignores field "{field}" in annotation "proxy.istio.io/config" of {workload}.{hint}',meshWide:'Field "{field}" in annotation "proxy.istio.io/config" of {workload} is one of MeshConfig, thus of the whole mesh: on a pod Istio ignores it.'},examples:{good:[{title:"fields of ProxyConfig, in either spelling",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  proxy.istio.io/config: |
                    holdApplicationUntilProxyStarts: true
                    termination_drain_duration: 30s
                    proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }
                    tracing: { sampling: 10, customTags: { zone: { literal: { value: a } } } }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"a missing letter, a field one level too high, a variable, a setting of the mesh",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  proxy.istio.io/config: |
                    holdApplicationUntilProxyStart: true #! ignored
                    sampling: 10 #! ignored
                    ISTIO_META_DNS_CAPTURE: "true" #! ignored
                    outboundTrafficPolicy: { mode: REGISTRY_ONLY } #! meshWide
              spec: { containers: [{ name: redis }] }
        `},{title:"as JSON, in a field of a field",files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: prod
            annotations:
              proxy.istio.io/config: '{ "tracing": { "samplng": 10 } }' #! ignored
          spec: { containers: [{ name: web }] }
        `}]},check(pod,{report}){let{owner}=pod;for(let entry of metadataEntries(owner)){let{holder,part,key,value}=entry;if(!(holder!=="pod"||part!=="annotation"||key!==configKey||value===void 0))for(let{path,reason}of unknownConfigFields(value)){let severity=pod.verdict==="not-injected"?"info":severityOf(reason),base={on:owner,at:placeOf(entry,path),pod,severity},data={field:path,workload:titleOf(owner)};reason.is==="mesh-wide"?report({...base,message:"meshWide",data}):report({...base,message:"ignored",data:{...data,hint:hintOf(reason)}})}}}};function severityOf({is}){return is==="unknown"||is==="mesh-wide"?"warning":"error"}function hintOf(reason){return reason.is==="slip"?` Did you mean "${reason.of}"?`:reason.is==="elsewhere"?` It belongs at "${reason.path}".`:reason.is==="variable"?' Variables belong below "proxyMetadata".':""}function placeOf({at,valueAt},path){let{file,span}=valueAt,last=path.slice(path.lastIndexOf(".")+1),found=[...file.text.slice(span.start,span.end).matchAll(/[\w-]+(?=\\?["']?\s*:)/g)].filter(([name])=>name===last),[first]=found;if(!first||found.length>1)return at;let start=span.start+first.index;return{file,span:{start,end:start+last.length},precision:"node"}}function isSamePlace(a2,b){return a2.file.path===b.file.path&&a2.span.start===b.span.start&&a2.span.end===b.span.end}function objectsOf(remark,snapshot){return snapshot.unit.resources.filter(({made})=>made[0]!==void 0&&isSamePlace(made[0],remark.at))}function chartLabels(snapshot,key){return snapshot.remarks("chart-labels").flatMap(chart=>{let entry=entryOf(chart.root,key);return entry?[{chart,at:keyLocation(entry)}]:[]})}var chart_label_unread_default={id:"chart-label-unread",topic:"cdk8s",summary:'A CDK8s Chart has the label "sidecar.istio.io/inject", which reaches no pod',why:"CDK8s writes the labels of a Chart into the metadata of its objects, never into their pod templates. The webhooks and the injector look at pods.",fix:'Write the label on the pod template: "spec.template.metadata.labels" of a generated class, "podMetadata.addLabel" of a workload of cdk8s-plus.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy","https://cdk8s.io/docs/latest/basics/chart/"],each:"unit",needs:[],messages:{unread:'Label "sidecar.istio.io/inject" of a Chart does not reach the pods of {kind} "{name}"{more}.'},examples:{good:[{title:"on the pod template",files:{"main.ts":`
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop', { labels: { team: 'cache' } })
            const redis = new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            redis.podMetadata.addLabel('sidecar.istio.io/inject', 'false')
            app.synth()
          `}}],bad:[{title:"on the Chart",files:{"main.ts":`
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop', {
              labels: { 'sidecar.istio.io/inject': 'false' }, #! unread
            })
            new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            app.synth()
          `}}]},check(snapshot,{report}){for(let{at}of chartLabels(snapshot,injectKey)){let unreached=snapshot.workloads.filter(workload=>{let onPods2=workload.has("spec","template","metadata","labels",injectKey),isInherited=isSamePlace(workload.at(["metadata","labels",injectKey],"key"),at);return workload.kindName!=="Pod"&&isInherited&&onPods2.known&&!onPods2.value}),[first,...others]=unreached;if(!first)continue;let more=others.length===0?"":others.length===1?" and 1 more":` and ${others.length} more`;report({message:"unread",on:first,at,data:{kind:first.kind,name:showName(first),more}})}}};var patch_path_dropped_default={id:"patch-path-dropped",topic:"cdk8s",summary:"A JSON patch writes a property that the generated CDK8s class leaves out",why:'A class that "cdk8s import" generates applies patches to its properties and then writes only those that it knows, each under its name in the manifest. What a patch writes elsewhere is lost without a word.',fix:"Use the name of the property in TypeScript, or patch an ApiObject, whose names are those of the manifest.",severity:"warning",since:"0.1.0",references:["https://cdk8s.io/docs/latest/basics/escape-hatches/"],each:"unit",needs:[],messages:{renamed:'The patch of "{path}" is lost: for {kind} "{name}" the property is called "{property}".',unknown:'The patch of "{path}" is lost: {kind} "{name}" has no property "{key}" there.'},examples:{good:[{title:"the name of the property",files:{"main.ts":`
            import { App, Chart, JsonPatch } from 'cdk8s'
            import { k8s } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const service = new k8s.KubeService(chart, 'redis', { spec: { ports: [{ port: 6379 }] } })
            service.addJsonPatch(JsonPatch.add('/spec/clusterIp', 'None'))
            app.synth()
          `}}],bad:[{title:"the name in the manifest, and one that is nowhere",files:{"main.ts":`
            import { App, Chart, JsonPatch } from 'cdk8s'
            import { k8s } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const service = new k8s.KubeService(chart, 'redis', { spec: { ports: [{ port: 6379 }] } })
            service.addJsonPatch(JsonPatch.add('/spec/clusterIP', 'None')) #! renamed
            service.addJsonPatch(JsonPatch.add('/spec/headless', true)) #! unknown
            app.synth()
          `}}]},check(snapshot,{report}){for(let remark of snapshot.remarks("patch-lost")){let[on5]=objectsOf(remark,snapshot),written=nodeAt(remark.root,["path"]),path=textAt(remark.root,"path");if(!on5||!written||path===void 0)continue;let property=textAt(remark.root,"property"),data={path,kind:on5.kind,name:showName(on5)},at=locationOf(written);report(property!==void 0?{message:"renamed",on:on5,at,data:{...data,property}}:{message:"unknown",on:on5,at,data:{...data,key:textAt(remark.root,"key")??""}})}}};var statefulset_volumes_lost_default={id:"statefulset-volumes-lost",topic:"cdk8s",summary:"cdk8s-plus leaves out the volumes of a StatefulSet without claim templates",why:'Since cdk8s-plus-31, a StatefulSet without "volumeClaimTemplates" is written without the volumes of its pods, while the containers still mount them: the API server refuses such pods.',fix:'Add "volumeClaimTemplates", or add the volumes to the object by a JSON patch, until upstream has mended it.',severity:"info",since:"0.1.0",references:["https://github.com/cdk8s-team/cdk8s-plus/issues/6735"],each:"unit",needs:[],messages:{lost:'cdk8s-plus leaves out {volumes} of StatefulSet "{name}", which has no volume claim templates.'},examples:{good:[{title:"a StatefulSet without volumes",files:{"main.ts":`
            import { App, Chart } from 'cdk8s'
            import { StatefulSet } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            new StatefulSet(chart, 'redis', { containers: [{ image: 'redis', portNumber: 6379 }] })
            app.synth()
          `}}],bad:[{title:"a volume that is mounted and never written",files:{"main.ts":`
            import { App, Chart } from 'cdk8s'
            import { StatefulSet, Volume } from 'cdk8s-plus-33'

            const app = new App()
            const chart = new Chart(app, 'shop')
            const redis = new StatefulSet(chart, 'redis', { #! lost
              containers: [{ image: 'redis', portNumber: 6379 }],
            })
            redis.containers[0].mount('/tmp', Volume.fromEmptyDir(chart, 'scratch', 'scratch'))
            app.synth()
          `}}]},check(snapshot,{report}){for(let remark of snapshot.remarks("volumes-lost")){let on5=objectsOf(remark,snapshot).find(({kindName})=>kindName==="StatefulSet");if(!on5||remark.root.type!=="list")continue;let names3=remark.root.items.flatMap(item=>textAt(item,"name")??[]),volumes=names3.length===1?`volume "${names3[0]}"`:`${remark.root.items.length} volumes`;report({message:"lost",on:on5,at:remark.at,data:{volumes,name:showName(on5)}})}}};function ownContainers(pod){let{body}=pod.pods.first;return istioRole(body)?[]:[...body.entries("spec","initContainers").items.filter(container=>{let policy=container.get("restartPolicy");return policy.known&&policy.value==="Always"}),...body.entries("spec","containers").items].filter(container=>!isIstioContainer(container))}function clashSeverity(pod){return pod.verdict==="injected"?"error":pod.verdict==="unknown"?"warning":void 0}function containerName(container){let name=container.get("name");return name.known&&name.value?name.value:`#${container.key}`}var proxyId=1337,fields=["runAsUser","runAsGroup"],run_as_id_reserved_default={id:"run-as-id-reserved",topic:"identity",summary:"A container runs with the user or group id of the sidecar",why:"What it sends passes the sidecar by: without mTLS, without policy, without telemetry.",fix:"Give the container another id. An init container may keep it: that is the way to the network before the sidecar runs.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements"],aliases:["IST0144"],each:"workload",needs:[],messages:{container:'Container "{container}" has {field} 1337, the id of the sidecar: what it sends is not captured.',pod:'The pod has {field} 1337, the id of the sidecar: what container "{container}" sends is not captured.'},examples:{good:[{title:"an init container, and a group of files",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext: { fsGroup: 1337 }
            initContainers: [{ name: fetch, securityContext: { runAsUser: 1337 } }]
            containers: [{ name: redis }]
        `},{title:"every container has an id of its own",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext: { runAsUser: 1337 }
            containers: [{ name: redis, securityContext: { runAsUser: 999 } }]
        `}],bad:[{title:"a container with the user and the group of the sidecar",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: redis
                    securityContext:
                      runAsUser: 1337 #! container
                      runAsGroup: 1337 #! container
        `},{title:"the whole pod, and a pod of which nobody can tell",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext:
              runAsUser: 1337 #! pod
            containers: [{ name: redis }]
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: elsewhere }
          spec:
            containers: [{ name: redis, securityContext: { runAsUser: 1337 } }]
        `,undecided:1}]},check(pod,{report,cannotTell}){if(pod.verdict==="not-injected"||pod.verdict==="rejected")return;let uses=usesOf(pod);if(uses.length!==0){if(pod.verdict==="unknown")return cannotTell(pod.owner,pod.missing);for(let{message,at,field,container}of uses)report({message,on:pod.owner,at,pod,data:{field,container}})}}};function usesOf(pod){let{body}=pod.pods.first;if(istioRole(body))return[];let containers=body.entries("spec","containers").items.filter(container=>!isIstioContainer(container));return fields.flatMap(field=>{let own=containers.filter(container=>isKnown(container.get("securityContext",field),proxyId)).map(container=>({message:"container",at:container.at(["securityContext",field]),field,container:containerName(container)})),heir=containers.find(container=>isKnown(container.get("securityContext",field),void 0));return heir&&isKnown(body.get("spec","securityContext",field),proxyId)?[...own,{message:"pod",at:body.at(["spec","securityContext",field]),field,container:containerName(heir)}]:own})}function reachesNamespace(injectors,labels){return anyOf(injectors.map(injector=>selects(injector,labels)))}function actingRevisions(injectors,labels){let acting=injectors.filter(injector=>{let selected=selects(injector,labels);return selected.known&&selected.value});return new Set(acting.flatMap(({revision})=>revision??[]))}function selects({body,exists},labels){return allOf([exists,selectorMatches(readSelector(body.view("namespaceSelector")),labels)])}function injectorsOf(injectors,selector,revision){let labels=labelsOf({[revisionKey]:revision}),found=[];for(let injector of injectors){let asked2=allOf([injector.exists,asksFor(injector,selector,labels)]);if(!asked2.known)return asked2;asked2.value&&found.push(injector)}return{known:!0,value:found}}function asksFor({body},selector,labels){let{requirements,more}=readSelector(body.view(selector)),asked2=requirements.filter(({key,operator})=>(!operator.known||["in","=","==","exists"].includes(operator.value))&&(!key.known||key.value===revisionKey));return anyOf([...asked2.map(requirement=>requirementMatches(requirement,labels)),...more?[more]:[]])}function revisionNames(injectors){let names3=injectors.flatMap(({body})=>[...readSelector(body.view("namespaceSelector")).requirements,...readSelector(body.view("objectSelector")).requirements].filter(({key})=>key.known&&key.value===revisionKey).flatMap(({values})=>values.flatMap(value=>value.known?[value.value]:[])));return[...new Set(names3)]}function isAssumed(injectors){return injectors.every(({embedded,revision})=>embedded&&revision==="default")}function installationOf({unit},revision){return unit.resources.find(one=>{let name=one.name.known?one.name.value:"";if(one.apiVersion.startsWith("sailoperator.io/"))return name===revision||revision.startsWith(`${name}-v`);let written=one.apiVersion.startsWith("install.istio.io/")?one.raw("spec","revision"):void 0;return`${name}-`.startsWith(`istiod-${revision}-`)||written?.known&&written.value===revision})}function installationGap(installation,revision){return[{what:`the webhooks of revision "${revision}", which ${titleOf(installation)} installs`,hint:`say --revision ${revision}`,at:nameOf(installation)}]}function revisionHint(revision,injectors){let others=revisionNames(injectors).filter(name=>name!==revision),[nearest]=nearestNames(revision,others);return nearest!==void 0?` Did you mean "${nearest}"?`:isAssumed(injectors)?" Nothing here says which revisions are installed: only the default one is assumed.":""}var ambient_namespace_injected_default={id:"ambient-namespace-injected",topic:"injection",summary:"A Namespace asks for ambient mode and for sidecars",why:"The injector does not look at the label of ambient mode: the pods get sidecars, and pods with a sidecar are left out of ambient mode.",fix:"Remove the injection label to have ambient mode, or the label istio.io/dataplane-mode to have sidecars.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0123/"],aliases:["IST0123","KIA1311"],each:"Namespace",needs:[],messages:{both:'Namespace "{namespace}" asks for ambient mode and, with label "{key}", for sidecars, which win.'},examples:{good:[{title:"one of them",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient, istio-injection: disabled } }
        `}],bad:[{title:"both",files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio.io/dataplane-mode: ambient #! both
        `},{title:"with a revision",options:["--revision=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio.io/rev: canary
              istio.io/dataplane-mode: ambient #! both
        `}]},check(namespace,{snapshot,injectors,report}){if(textOf(namespace.get("metadata","labels",ambientKey))!=="ambient"||!namespace.name.known)return;let{labels,injection,injectionAt,revision,revisionAt}=namespaceSwitches(snapshot,namespace.name),key=injection.known&&injection.value==="enabled"?injectionKey:revisionKey,asked2=key===injectionKey?injectionAt:textOf(revision)?revisionAt:void 0,reached=reachesNamespace(injectors,labels);!asked2||!reached.known||!reached.value||report({message:"both",on:namespace,at:namespace.at(["metadata","labels",ambientKey],"key"),related:[{at:asked2,message:"this label asks for sidecars"}],data:{namespace:namespace.name.value,key}})}};var ambient_pod_injected_default={id:"ambient-pod-injected",topic:"injection",summary:"A pod asks for ambient mode that cannot be in it",why:"Istio's CNI agent leaves pods alone that have a sidecar, and pods on the network of their host: the label has no effect on them, and the injector does not look at it.",fix:'Write "sidecar.istio.io/inject: "false"" beside it to have ambient mode, or remove the label.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/ambient/usage/add-workloads/","https://kiali.io/docs/features/validations/#kia1311---this-workload-has-both-sidecar-and-ambient-label"],aliases:["KIA1311","KIA1315"],each:"workload",needs:[],messages:{injected:"{workload} asks for ambient mode, but its pods get a sidecar, and ambient mode leaves them out.",both:'{workload} asks for ambient mode and, with label "sidecar.istio.io/inject", for a sidecar: with one, ambient mode leaves its pods out.',hostNetwork:"{workload} asks for ambient mode, which leaves out pods on the network of their host."},examples:{good:[{title:"no sidecar beside it",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"in a Namespace with sidecars, and with a switch of its own",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/dataplane-mode: ambient } } #! injected
              spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels:
              sidecar.istio.io/inject: "true"
              istio.io/dataplane-mode: ambient #! both
          spec: { containers: [{ name: web }] }
        `},{title:"on the network of the host",files:`
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: { name: collector, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/dataplane-mode: ambient } } #! hostNetwork
              spec: { hostNetwork: true, containers: [{ name: collector }] }
        `}]},check(pod,{snapshot,report}){let{owner,pods,verdict}=pod,{labels}=pods.first,mode=labelValue(labels,ambientKey),at=labelPlace(labels,ambientKey);if(!mode.known||mode.value!=="ambient"||!at||verdict==="rejected")return;let base={on:owner,at,pod},data={workload:titleOf(owner)};if(usesHostNetwork(pod))return report({...base,message:"hostNetwork",data});let{label:label2}=podSwitches(pod),own=label2?.value==="true"?[{at:label2.at,message:"this label asks for a sidecar"}]:[];if(verdict==="injected"){let namespace=owner.namespace&&namespaceSwitches(snapshot,owner.namespace),place=namespace?.injectionAt??namespace?.revisionAt,related=own.length>0||!place?own:[{at:place,message:"this label asks for sidecars"}];report({...base,message:"injected",related,data})}else own.length>0&&verdict==="unknown"&&report({...base,message:"both",related:own,data})}};var on3=/^(ambient|ambient[-_ ]?mode|true|yes|on|enabled?|1)$/i,off=/^(none|false|no|off|disabled?|never|0|sidecars?)$/i,dataplane_mode_misread_default={id:"dataplane-mode-misread",topic:"injection",summary:'Label "istio.io/dataplane-mode" has a value that Istio does not know',why:'Only "ambient" puts a Namespace or a pod into ambient mode, and only "none" takes a pod out of it, in lower case. Any other value counts as if it were not there.',fix:'Write "ambient" or "none".',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/labels/#IoIstioDataplaneMode"],each:"unit",needs:["ConfigMap","Namespace"],messages:{namespace:'Label "istio.io/dataplane-mode" of Namespace "{namespace}" has the value "{value}": its pods are not in ambient mode, only "ambient" puts them there.',podOn:'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which asks for nothing: only "ambient" does.',podOff:'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which refuses nothing: only "none" does.',podOther:'Label "istio.io/dataplane-mode" of {workload} has the value "{value}", which Istio does not know.'},examples:{good:[{title:"the values that count",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/dataplane-mode: none } }
          spec: { containers: [{ name: redis }] }
        `},{title:"selectors of one's own",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient-canary } }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-cni-config, namespace: kube-system }
          data:
            AMBIENT_ENABLEMENT_SELECTOR: |
              - namespaceSelector: { matchLabels: { istio.io/dataplane-mode: ambient-canary } }
        `}],bad:[{title:"upper case, a pod that stays in ambient mode, and two that are not in it",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, labels: { istio.io/dataplane-mode: Ambient } } #! namespace
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio.io/dataplane-mode: ambient } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/dataplane-mode: disabled } } #! podOff
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, labels: { istio.io/dataplane-mode: enabled } } #! podOn
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: job, namespace: shop, labels: { istio.io/dataplane-mode: waypoint } } #! podOther
          spec: { containers: [{ name: job }] }
        `}]},check(snapshot,{pods,report}){let isRead=value=>value===""||value==="ambient"||value==="none"||selectors(snapshot).some(text=>text.includes(value));for(let namespace of snapshot.all("Namespace")){let value=textOf(namespace.get("metadata","labels",ambientKey));if(value===void 0||isRead(value))continue;let severity=on3.test(value)?"error":off.test(value)?"info":"warning",at=namespace.at(["metadata","labels",ambientKey]);report({message:"namespace",severity,on:namespace,at,data:{namespace:showName(namespace),value}})}for(let pod of pods){let{labels}=pod.pods.first,value=labels.known.get(ambientKey)?.value,at=labelPlace(labels,ambientKey);if(!value?.known||!at||isRead(value.value))continue;let base={on:pod.owner,at,pod,data:{workload:titleOf(pod.owner),value:value.value}},isAmbient=isAmbientAround(pod,snapshot);if(on3.test(value.value)){let severity=isAmbient.known?isAmbient.value?"info":"error":"warning";report({...base,message:"podOn",severity})}else if(off.test(value.value)){let severity=isAmbient.known?isAmbient.value?"error":"info":"warning";report({...base,message:"podOff",severity})}else report({...base,message:"podOther"})}}};function isAmbientAround({owner},snapshot){return owner.namespace?mapMaybe(labelValue(snapshot.namespaceLabels(owner.namespace),ambientKey),mode=>mode==="ambient"):no}function selectors(snapshot){return snapshot.all("ConfigMap").flatMap(one=>{let text=textOf(one.get("data","AMBIENT_ENABLEMENT_SELECTOR"));return text===void 0?[]:[text]})}var default_injector_missing_default={id:"default-injector-missing",topic:"injection",summary:"A sidecar is asked for without a revision, and only named ones are installed",why:'The labels istio-injection: enabled and sidecar.istio.io/inject: "true" are served by the unnamed revision or by the tag "default" alone. Without either, pods are created without a sidecar, and nothing rejects them.',fix:'Ask for a revision with label "istio.io/rev", or install the tag "default" (istioctl tag set default --revision NAME). If it is installed, say so with --revision default=NAME.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/upgrade/canary/#default-tag"],each:"unit",needs:["Namespace"],messages:{namespace:'Namespace "{namespace}" has "istio-injection: enabled", which no webhook serves: the webhooks here ask for {revisions}.',pod:"{workload} asks for a sidecar without a revision, which no webhook serves: the webhooks here ask for {revisions}."},examples:{good:[{title:'a tag "default" points to the revision',options:["--revision=canary,default=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `}],bad:[{title:"only a named revision",options:["--revision=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } } #! namespace
        `},{title:"a pod that opts in by itself",options:["--revision=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } } #! pod
          spec: { containers: [{ name: redis }] }
        `}]},check(snapshot,{pods,injectors,report}){let revisions=revisionNames(injectors).map(name=>`"${name}"`).join(" and ");if(revisions!==""){for(let namespace of snapshot.all("Namespace")){if(textOf(namespace.get("metadata","labels",injectionKey))!=="enabled"||!namespace.name.known)continue;let here=namespaceSwitches(snapshot,namespace.name),isAlone=here.injection.known&&here.revision.known&&here.revision.value===void 0,reached=reachesNamespace(injectors,here.labels);if(!isAlone||!reached.known||reached.value)continue;let at=namespace.at(["metadata","labels",injectionKey]);report({message:"namespace",on:namespace,at,data:{namespace:namespace.name.value,revisions}})}for(let pod of pods){let{owner}=pod,{label:label2,revision}=podSwitches(pod);if(label2?.value!=="true"||revision||pod.verdict!=="not-injected"||!owner.namespace)continue;let here=namespaceSwitches(snapshot,owner.namespace),saysNothing2=here.injection.known&&here.injection.value===void 0&&here.revision.known,isCalled=pod.matches.some(({called})=>!called.known||called.value);!saysNothing2||here.revision.value!==void 0||isCalled||report({message:"pod",on:owner,at:label2.at,pod,data:{workload:titleOf(owner),revisions}})}}}};var order=["sidecar","clients","elsewhere"];function configurationOf(pod,mesh){let byName2=mesh.configurationOf(pod).map(resource=>({resource,effect:effectOf(resource)})).sort((a2,b)=>compareText(titleOf(a2.resource),titleOf(b.resource)));return order.flatMap(effect=>byName2.filter(one=>one.effect===effect))}function effectOf(resource){switch(resource.kindName){case"VirtualService":return isForGateways(resource)?"elsewhere":"clients";case"ServiceEntry":return"clients";case"DestinationRule":{let mode=resource.raw("spec","trafficPolicy","tls","mode");return!mode.known||mode.value===void 0?"clients":mode.value==="ISTIO_MUTUAL"?"sidecar":"elsewhere"}default:return"sidecar"}}function isForGateways(resource){for(let index=0;;index++){let gateway=resource.raw("spec","gateways",index);if(!gateway.known||gateway.value==="mesh")return!1;if(gateway.value===void 0)return index>0}}function namedBy(configuring){return configuring.slice(0,3).map(({resource})=>({at:resource.at(["metadata","name"]),message:`${titleOf(resource)} names the workload`}))}var host_network_pod_opts_in_default={id:"host-network-pod-opts-in",topic:"injection",summary:"A sidecar is asked for on the network of the host, where Istio never injects one",why:"The traffic of a whole node can not be redirected to the sidecar of one pod, so Istio leaves such pods out, whatever labels and annotations say.",fix:'Remove hostNetwork, or remove what asks for the sidecar: the label sidecar.istio.io/inject: "false" says that none is wanted.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/ops/common-problems/injection/"],each:"workload",needs:[],messages:{pod:"{workload} asks for a sidecar, but pods on the network of their host never get one.",configured:"{configuration} configures {workload}, but pods on the network of their host never get a sidecar.",namespace:'Namespace "{namespace}" asks for sidecars, but {workload} is on the network of its host and never gets one.'},examples:{good:[{title:"an agent of the host that says itself that it gets no sidecar",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] }
        `}],bad:[{title:"a pod or a Namespace asks for it",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: agent, namespace: edge, labels: { sidecar.istio.io/inject: "true" } }
          spec: { hostNetwork: true, containers: [{ name: agent }] } #! pod
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: { name: collector, namespace: prod }
          spec: { template: { spec: { hostNetwork: true, containers: [{ name: collector }] } } } #! namespace
        `},{title:"a policy counts on it",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: prod, labels: { app: probe } }
          spec: { hostNetwork: true, containers: [{ name: probe }] } #! configured
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: probe, namespace: prod }
          spec: { selector: { matchLabels: { app: probe } } }
        `}]},check(pod,{snapshot,mesh,report}){let{owner}=pod;if(!owner.namespace||pod.verdict!=="not-injected"||!usesHostNetwork(pod)||optOut(pod))return;let namespace=showNamespace(owner.namespace);if(kubernetesNamespaces.has(namespace))return;let workload=titleOf(owner),at=pod.pods.first.body.at(["spec","hostNetwork"],"key"),base={on:owner,at,pod},asks=anyOptIn(pod);if(asks){let related2=[{at:asks.at,message:"the pod asks for a sidecar"}];return report({...base,message:"pod",related:related2,data:{workload}})}let own=configurationOf(pod,mesh).filter(({effect})=>effect==="sidecar"),[first]=own;if(first){let data={workload,configuration:titleOf(first.resource)};return report({...base,message:"configured",related:namedBy(own),data})}let{injection,injectionAt,revisionAt}=namespaceSwitches(snapshot,owner.namespace),place=injectionAt??revisionAt,isCalled=pod.webhooks.some(({mutated})=>mutated.known);if(!injection.known||!place||!isCalled)return;report({...base,message:"namespace",severity:"info",related:[{at:place,message:"the Namespace asks for sidecars"}],data:{workload,namespace}})}};var injection_annotation_unread_default={id:"injection-annotation-unread",topic:"injection",summary:"An annotation asks for a sidecar in a namespace that no injector watches",why:"Webhooks select pods by labels and never see annotations: outside of namespaces that are labelled for injection the annotation is not read at all.",fix:'Write it as a label of the pod template, or label the Namespace "istio-injection: enabled".',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"workload",needs:[],messages:{unread:'Annotation "sidecar.istio.io/inject" of {workload} is not read: no injector is called for the pods of Namespace "{namespace}".'},examples:{good:[{title:"on OpenShift Service Mesh 2 the annotation is the switch",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: maistra.io/v1
          kind: ServiceMeshMember
          metadata: { name: default, namespace: shop }
          spec: { controlPlaneRef: { name: basic, namespace: istio-system } }
        `}],bad:[{title:"the Namespace has no label",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            template: { metadata: { annotations: { sidecar.istio.io/inject: "true" } }, spec: { containers: [] } } #! unread
        `},{title:"the Namespace refuses; of another one nothing is known",undecided:1,files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/inject: "true" } } #! unread
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: bank, annotations: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: web }] }
        `}]},check(pod,{snapshot,report,cannotTell}){let{owner}=pod,{label:label2,annotation,revision}=podSwitches(pod);if(annotation?.value!=="true"||label2||revision||!owner.namespace||usesHostNetwork(pod)||holds(snapshot,"maistra.io/"))return;let namespace=showNamespace(owner.namespace);if(kubernetesNamespaces.has(namespace))return;let here=namespaceSwitches(snapshot,owner.namespace);if(pod.verdict==="unknown"&&!here.injection.known&&cannotTell(owner,pod.missing),pod.verdict!=="not-injected"||pod.webhooks.some(({mutated})=>mutated.known))return;let injection=here.injection.known?here.injection.value:"";if(!(here.revision.known&&here.revision.value)&&!(injection!==void 0&&injection!=="disabled")){if(holds(snapshot,"openshift.io/"))return cannotTell(owner,openShift);report({message:"unread",on:owner,at:annotation.at,related:here.injectionAt?[{at:here.injectionAt,message:`label "${injectionKey}" of the Namespace`}]:[],pod,data:{workload:titleOf(owner),namespace}})}}};function holds({unit},group){return unit.resources.some(({apiVersion})=>apiVersion.startsWith(group)||apiVersion.includes(`.${group}`))}var openShift=unknown({what:"whether OpenShift Service Mesh 2 injects, which reads the annotation",hint:"write the switch as a label of the pod template, which is read everywhere"});var injection_opt_in_overruled_default={id:"injection-opt-in-overruled",topic:"injection",summary:"A pod asks for a sidecar or a revision, and its Namespace overrules it",why:"The webhooks look at the labels of the Namespace first. What the pod asks for is dropped without a word.",fix:"Change the label of the Namespace, or remove the label of the pod, which has no effect.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"workload",needs:[],messages:{policy:"{workload} asks for a sidecar, but the policy of the injector keeps it from getting one.",refused:'{workload} asks for a sidecar, but label "istio-injection" of Namespace "{namespace}" has the value "{value}", which overrules it.',revision:'{workload} asks for revision "{revision}", but label "{winner}" of Namespace "{namespace}" wins, so revision "{acting}" injects.'},examples:{good:[{title:"a pod that picks a revision where its Namespace says nothing",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, labels: { istio.io/rev: canary } }
          spec: { containers: [{ name: web }] }
        `}],bad:[{title:"the Namespace switched injection off, or has a revision of its own",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: closed, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: closed, labels: { sidecar.istio.io/inject: "true" } } #! refused
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: live, labels: { istio.io/rev: canary } } #! revision
          spec: { containers: [{ name: web }] }
        `},{title:"an injector that injects nothing",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } } #! policy
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "policy: none" }
        `}]},check(pod,{snapshot,injectors,report}){let{owner,verdict}=pod,asks=optIn(pod);if(!owner.namespace||!asks||usesHostNetwork(pod))return;let here=namespaceSwitches(snapshot,owner.namespace),[workload,namespace]=[titleOf(owner),showNamespace(owner.namespace)];if(verdict==="not-injected"&&pod.webhooks.length>0){let skip=pod.trail.find(({reason,outcome})=>reason==="policy"&&outcome==="skipped"),related2=skip?.at?[{at:skip.at,message:"the policy"}]:[];skip&&report({message:"policy",on:owner,at:asks.at,related:related2,pod,data:{workload}})}if(!here.injection.known)return;let value=here.injection.value,place=value===void 0?here.revisionAt:here.injectionAt,related=place?[{at:place,message:"the Namespace decides"}]:[];verdict==="not-injected"&&value!==void 0&&value!=="enabled"&&report({message:"refused",on:owner,at:asks.at,related,pod,data:{workload,namespace,value}});let{revision}=podSwitches(pod);if(verdict!=="injected"||!revision?.value||pod.revision===void 0)return;let own=here.revision.known?here.revision.value:void 0;if(value===void 0&&(own===void 0||own===revision.value))return;let serving=injectorsOf(injectors,"objectSelector",revision.value);if(!serving.known||serving.value.some(one=>one.revision===pod.revision))return;let data={workload,namespace,winner:value===void 0?revisionKey:injectionKey,revision:revision.value,acting:pod.revision};report({message:"revision",severity:"warning",on:owner,at:revision.at,related,pod,data})}};function consequenceOf(pod,wants){let{verdict}=pod;return verdict!=="injected"&&verdict!=="not-injected"?{severity:"warning",effect:""}:wants===(verdict==="injected")?{severity:"info",effect:""}:wants?optOut(pod)||usesHostNetwork(pod)?{severity:"warning",effect:""}:{severity:"error",effect:", so its pods get none"}:{severity:"error",effect:", so its pods get a sidecar all the same"}}var injection_switch_misplaced_default={id:"injection-switch-misplaced",topic:"injection",summary:'"sidecar.istio.io/inject" stands where no webhook reads it',why:"The webhooks and the injector see the pod: what stands on the metadata of its workload or Namespace does not reach it.",fix:'Move it to the labels of the pod template (spec.template.metadata.labels). For a whole namespace, label the Namespace "istio-injection".',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],aliases:["IST0107"],each:"unit",needs:["Namespace"],messages:{workload:'No webhook reads {part} "sidecar.istio.io/inject" on {place} of {workload}{effect}.',namespace:'No webhook reads {part} "sidecar.istio.io/inject" of Namespace "{namespace}".'},examples:{good:[{title:"on the pod template; a second one on the workload does no harm",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec:
            template:
              metadata: { labels: { sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"the pods get a sidecar that nobody wants",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis
            namespace: prod
            annotations: { sidecar.istio.io/inject: "false" } #! workload
          spec: { template: { spec: { containers: [{ name: redis }] } } }
        `},{title:"on the template of the Job, and on the Namespace",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { sidecar.istio.io/inject: "true" } } #! namespace
          ---
          apiVersion: batch/v1
          kind: CronJob
          metadata: { name: backup, namespace: prod }
          spec:
            jobTemplate:
              metadata: { annotations: { sidecar.istio.io/inject: "false" } } #! workload
              spec: { template: { spec: { containers: [{ name: backup }] } } }
        `}]},check(snapshot,{pods,report}){for(let namespace of snapshot.all("Namespace")){let found=switchAt(namespace,["metadata"]);if(!found)continue;let{part,at}=found;report({message:"namespace",on:namespace,at,data:{part,namespace:showName(namespace)}})}for(let pod of pods){let{owner}=pod;if(owner.kindName==="CustomWorkload"||owner.kindName==="Pod"||pod.verdict==="rejected")continue;let{label:label2,annotation}=podSwitches(pod);if(label2||annotation)continue;let outer=switchAt(owner,["metadata"]);if(outer&&chartLabels(snapshot,injectKey).some(({at:at2})=>isSamePlace(at2,outer.at)))continue;let found=outer??switchAt(owner,["spec","jobTemplate","metadata"]);if(!found)continue;let{part,at}=found,place=outer?"the metadata":"the Job template",{severity,effect}=consequenceOf(pod,found.value==="true"),data={part,place,workload:titleOf(owner),effect};report({message:"workload",severity,on:owner,at,pod,data})}}};function switchAt(resource,metadata){for(let field of["labels","annotations"]){let value=resource.raw(...metadata,field,injectKey);if(!value.known||value.value===void 0)continue;let at=resource.at([...metadata,field,injectKey],"key");return{part:field==="labels"?"label":"annotation",value:String(value.value),at}}}var injection_switches_contradict_default={id:"injection-switches-contradict",topic:"injection",summary:"The label and the annotation that switch injection say different things",why:"Where a pod has both, the annotation is not read: the label alone decides, even when it is empty.",fix:"Remove the annotation, or make both say the same.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"workload",needs:[],messages:{contradicting:'Annotation "sidecar.istio.io/inject" with value "{annotation}" of {workload} is not read, because the label of that name says "{label}".'},examples:{good:[{title:"both say the same",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels: { sidecar.istio.io/inject: "false" }
                annotations: { sidecar.istio.io/inject: "false" }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"a label that opts in, an annotation that opts out",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio.io/inject: "true"
                annotations:
                  sidecar.istio.io/inject: "false" #! contradicting
              spec: { containers: [{ name: redis }] }
        `},{title:"an empty label takes the place of the annotation, too",files:`
          apiVersion: batch/v1
          kind: CronJob
          metadata: { name: backup, namespace: prod }
          spec:
            jobTemplate:
              spec:
                template:
                  metadata:
                    labels: { sidecar.istio.io/inject: "" }
                    annotations: { sidecar.istio.io/inject: "false" } #! contradicting
                  spec: { containers: [{ name: backup }] }
        `}]},check(pod,{report}){let{label:label2,annotation}=podSwitches(pod);!label2||!annotation||label2.value===annotation.value||pod.verdict==="rejected"||!["true","false",""].includes(label2.value)||!["true","false"].includes(annotation.value)||report({message:"contradicting",on:pod.owner,at:annotation.at,related:[{at:label2.at,message:"the label decides"}],pod,data:{workload:titleOf(pod.owner),label:label2.value,annotation:annotation.value}})}};var on4=/^(true|yes|y|on|enabled?|1|t|inject(ed)?)$/i,off2=/^(false|no|n|off|disabled?|none|never|0|f)$/i,injection_value_misread_default={id:"injection-value-misread",topic:"injection",summary:"An injection switch has a value that Istio reads otherwise than people do",why:'Only "enabled" on a Namespace, and only "true" and "false" on a pod count, in lower case. On a Namespace any other value switches everything off, on a pod it counts as if it were not there.',fix:'Write "enabled" or "disabled" on a Namespace, "true" or "false" in quotes on a pod template.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"unit",needs:["Namespace"],messages:{namespaceOn:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which switches injection off: only "enabled" switches it on.',namespaceOff:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}": it works like "disabled".',namespaceOther:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which is neither "enabled" nor "disabled" and works like the latter.',podOn:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which asks for nothing: only "true" does.',podOff:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which refuses nothing: only "false" does.',podOther:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which Istio does not know.'},examples:{good:[{title:"the values that count",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "false" } }
          spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"values of a Namespace",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: "true" } } #! namespaceOn
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: test, labels: { istio-injection: "no" } } #! namespaceOff
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio-injection: canary } } #! namespaceOther
        `},{title:"values of a pod",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "False" } } #! podOff
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, labels: { sidecar.istio.io/inject: "yes" } } #! podOn
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: job, namespace: shop, annotations: { sidecar.istio.io/inject: sidecar } } #! podOther
          spec: { containers: [{ name: job }] }
        `}]},check(snapshot,{pods,injectors,report}){for(let namespace of snapshot.all("Namespace")){let value=textOf(namespace.get("metadata","labels",injectionKey));if(value===void 0||value==="enabled"||value==="disabled")continue;let reached=reachesNamespace(injectors,labelsOf({[injectionKey]:value}));if(!reached.known||reached.value)continue;let at=namespace.at(["metadata","labels",injectionKey]),data={namespace:showName(namespace),value};on4.test(value)?report({message:"namespaceOn",on:namespace,at,data}):off2.test(value)?report({message:"namespaceOff",severity:"info",on:namespace,at,data}):report({message:"namespaceOther",severity:"warning",on:namespace,at,data})}for(let pod of pods){let{label:label2,annotation}=podSwitches(pod),counts=label2??annotation;if(!counts||["true","false",""].includes(counts.value)||pod.verdict==="rejected")continue;let{value,at}=counts,data={part:label2?"label":"annotation",workload:titleOf(pod.owner),value},base={on:pod.owner,at,pod,data},{severity}=consequenceOf(pod,on4.test(value));on4.test(value)?report({...base,message:"podOn",severity}):off2.test(value)?report({...base,message:"podOff",severity}):report({...base,message:"podOther",severity:"warning"})}}};var injectors_overlap_default={id:"injectors-overlap",topic:"injection",summary:"More than one injector is called for the same pod",why:"Every injector that matches is called, one after the other: the pod gets the sidecar of the last one, on top of what the others did.",fix:'Make the selectors exclude each other: install either the unnamed revision or the tag "default", and remove webhooks of installations that are gone.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0139/"],aliases:["IST0139"],each:"unit",needs:[],messages:{overlap:'Webhooks "{first}" of "{firstConfiguration}" and "{second}" of "{secondConfiguration}" are both called for the same pods: {workloads}.'},examples:{good:[{title:"two revisions side by side",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/rev: canary } }
          spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"the unnamed revision beside a tag of the same name",options:["--revision=default,canary,default=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod } #! overlap
          spec: { containers: [{ name: redis }] }
        `},{title:"an old webhook that was never removed",files:`
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: istio-sidecar-injector }
          webhooks:
            - name: sidecar-injector.istio.io
              clientConfig: { service: { name: istio-sidecar-injector, namespace: istio-system, path: /inject } }
              rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
              namespaceSelector: { matchLabels: { istio-injection: enabled } }
              sideEffects: None
              admissionReviewVersions: [v1]
            - name: namespace.sidecar-injector.istio.io #! overlap
              clientConfig: { service: { name: istiod, namespace: istio-system, path: /inject } }
              rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
              namespaceSelector: { matchLabels: { istio-injection: enabled } }
              sideEffects: None
              admissionReviewVersions: [v1]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec: { containers: [{ name: redis }] }
        `}]},check(_,{pods,report}){let byCalls=groupBy(pods.filter(({webhooks})=>webhooks.length>1),({webhooks})=>webhooks.map(({configuration,webhook})=>`${configuration} ${webhook}`).join()),pairs=new Set;for(let[pod,...more]of byCalls.values()){let called=pod?.matches.filter(({webhook,called:called2})=>webhook.revision&&isKnown(called2,!0))??[],[first,second]=called.map(({webhook})=>webhook),pair=`${first?.configuration} ${first?.name} ${second?.configuration} ${second?.name}`;if(!pod||!first||!second||pairs.has(pair))continue;pairs.add(pair);let both=[pod,...more].map(({owner})=>owner),related=both.slice(0,3).map(one=>({at:nameOf(one),message:"both are called for its pods"})),data={first:first.name,firstConfiguration:first.configuration,second:second.name,secondConfiguration:second.configuration,workloads:both.slice(0,3).map(titleOf).join(", ")+(both.length>3?` and ${both.length-3} more`:"")},at=second.embedded?nameOf(pod.owner):second.body.at(["name"]),severity=first.revision===second.revision?"warning":"error";report({message:"overlap",severity,at,related,pod,data})}}};var wanting=new Set(["enabled","true"]),istio_injection_misplaced_default={id:"istio-injection-misplaced",topic:"injection",summary:'"istio-injection" stands where nobody reads it',why:'Only the label "istio-injection" of a Namespace is read. On a pod template, a workload, or as an annotation it switches nothing on or off.',fix:'For one workload, write the label "sidecar.istio.io/inject" on its pod template; for a whole namespace, the label "istio-injection" on the Namespace.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"unit",needs:["Namespace"],messages:{workload:'Nobody reads {part} "istio-injection" on the {place} of {workload}{effect}.',namespace:'Nobody reads annotation "istio-injection" of Namespace "{namespace}": it must be a label.'},examples:{good:[{title:"on the Namespace, as a label",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `}],bad:[{title:"the pods get a sidecar all the same",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  istio-injection: disabled #! workload
              spec: { containers: [{ name: redis }] }
        `},{title:"on the workload, and as an annotation of the Namespace",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, annotations: { istio-injection: enabled } } #! namespace
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: prod, labels: { istio-injection: enabled } } #! workload
          spec: { template: { spec: { containers: [{ name: web }] } } }
        `}]},check(snapshot,{pods,injectors,report}){if(!injectors.some(({body})=>readSelector(body.view("objectSelector")).requirements.some(({key})=>textOf(key)===injectionKey))){for(let namespace of snapshot.all("Namespace")){let written=namespace.has("metadata","annotations",injectionKey);if(!written.known||!written.value)continue;let at=namespace.at(["metadata","annotations",injectionKey],"key");report({message:"namespace",on:namespace,at,data:{namespace:showName(namespace)}})}for(let pod of pods){let[first,...more]=placesOf2(pod);if(!first)continue;let{part,place,at}=first,related=more.map(one=>({at:one.at,message:`here on the ${one.place}, too`})),{severity,effect}=consequenceOf(pod,wanting.has(first.value)),data={part,place,workload:titleOf(pod.owner),effect};report({message:"workload",severity,on:pod.owner,at,related,pod,data})}}}};function placesOf2({owner}){let template2=owner.kindName==="Pod"?void 0:podTemplateOf(owner);return[template2,owner].flatMap(view=>["labels","annotations"].flatMap(field=>{let value=view?.raw("metadata",field,injectionKey);if(!view||!value?.known||value.value===void 0)return[];let place=view===template2?"pod template":"metadata",at=view.at(["metadata",field,injectionKey],"key");return[{part:field==="labels"?"label":"annotation",place,value:String(value.value),at}]}))}var kubernetes_namespace_opts_in_default={id:"kubernetes-namespace-opts-in",topic:"injection",summary:"A sidecar is asked for in a namespace of Kubernetes, where Istio never injects",why:"The injector leaves out kube-system, kube-public, kube-node-lease and local-path-storage, whatever labels and annotations say.",fix:"Move the workload to another namespace, or remove what asks for the sidecar.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/ops/common-problems/injection/"],each:"unit",needs:["Namespace"],messages:{pod:'{workload} asks for a sidecar, but Istio never injects one in namespace "{namespace}".',namespace:'Namespace "{namespace}" asks for sidecars with label "{key}", but Istio never injects any there.'},examples:{good:[{title:"istio-system is none of these namespaces",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: istio-system }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: kiali, namespace: istio-system, labels: { sidecar.istio.io/inject: "true" } }
          spec: { containers: [{ name: kiali }] }
        `}],bad:[{title:"a pod that opts in",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: dns, namespace: kube-system, labels: { sidecar.istio.io/inject: "true" } } #! pod
          spec: { containers: [{ name: dns }] }
        `},{title:"the Namespace itself",files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: kube-system
            labels:
              istio-injection: enabled #! namespace
        `}]},check(snapshot,{pods,report}){for(let one of snapshot.all("Namespace")){let namespace=textOf(one.name)??"",isEnabled=textOf(one.get("metadata","labels",injectionKey))==="enabled";if(!(isEnabled||!!textOf(one.get("metadata","labels",revisionKey)))||!kubernetesNamespaces.has(namespace))continue;let key=isEnabled?injectionKey:revisionKey;report({message:"namespace",on:one,at:one.at(["metadata","labels",key]),data:{namespace,key}})}for(let pod of pods){let{owner,verdict}=pod,namespace=owner.namespace?showNamespace(owner.namespace):"",asks=kubernetesNamespaces.has(namespace)?anyOptIn(pod):void 0;!asks||verdict!=="not-injected"||report({message:"pod",on:owner,at:asks.at,pod,data:{workload:titleOf(owner),namespace}})}}};var names={bool:"a boolean",number:"a number",array:"a list",object:"a map",string:"a text"},metadata_value_not_string_default={id:"metadata-value-not-string",topic:"injection",summary:"A label or annotation has a value that is no string",why:"The API server refuses the whole object, so that no pod of it is ever made. kubectl reads true, yes, on, off and no without quotes as booleans.",fix:"Put the value in quotes.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"],each:"unit",needs:[],messages:{value:'{part} "{key}" of {resource} is {type}, not a string: the API server refuses the {kind}.',map:"The {part} of {resource} are {type}, not a map of strings: the API server refuses the {kind}."},examples:{good:[{title:"in quotes, or nothing at all",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, annotations: { note: } }
          spec:
            template:
              metadata: { labels: { version: "7.2", sidecar.istio.io/inject: "true" } }
              spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"a switch and a version without quotes",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: true } } #! value
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  version: 7.2 #! value
                  sidecar.istio.io/inject: yes #! value
              spec: { containers: [{ name: redis }] }
        `},{title:"a list of labels",files:`
          apiVersion: v1
          kind: Service
          metadata:
            name: redis
            namespace: prod
            labels:
              - app=redis #! map
          spec: { ports: [{ port: 6379 }] }
        `}]},check({unit},{report}){for(let resource of unit.resources)if(resource.kindName!=="Other")for(let{key,path,at,type}of entriesOf(resource)){let isLabel=path.includes("labels"),base={on:resource,at},data={resource:titleOf(resource),kind:resource.kind,type:names[type]};report(key===void 0?{...base,message:"map",data:{...data,part:isLabel?"labels":"annotations"}}:{...base,message:"value",data:{...data,key,part:isLabel?"Label":"Annotation"}})}}};function entriesOf(resource){let entries=nonStringEntries(resource);return resource.kindName==="CustomWorkload"?entries.filter(({path})=>path[0]==="metadata"):entries}var namespace_declarations_disagree_default={id:"namespace-declarations-disagree",topic:"injection",summary:"One Namespace is declared with different injection labels",why:"What is applied last decides whether the pods of the namespace get sidecars, and from these files nobody can tell what that is.",fix:"Write the same label in every declaration, or lint only the files that are applied together.",severity:"warning",since:"0.1.0",references:["https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/"],each:"unit",needs:["Namespace"],messages:{different:'Namespace "{namespace}" is declared with label "{key}" as "{value}" here and as "{before}" in {path}.'},examples:{good:[{title:"a second declaration that only adds a label",files:{"namespace.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { team: store } }
          `,"injection.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: enabled } }
          `}}],bad:[{title:"in one folder",files:{"deploy/a.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: enabled } }
          `,"deploy/b.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio-injection: disabled } } #! different
          `}},{title:"in two folders, which are perhaps never applied together",files:{"dev/namespace.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio.io/rev: canary } }
          `,"live/namespace.yaml":`
            apiVersion: v1
            kind: Namespace
            metadata: { name: prod, labels: { istio.io/rev: default } } #! different
          `}}]},check(snapshot,{report}){let named=snapshot.all("Namespace").filter(({name})=>name.known);for(let[name,declared]of groupBy(named,one=>textOf(one.name)))for(let key of[injectionKey,revisionKey]){let written=declared.filter(one=>labelIn(one,key)!==void 0),[first]=written,other=written.find(one=>first&&labelIn(one,key)!==labelIn(first,key));!first||!other||report({message:"different",severity:folderOf(first)===folderOf(other)?"warning":"info",on:other,at:other.at(["metadata","labels",key]),related:[{at:first.at(["metadata","labels",key]),message:"the other declaration"}],data:{namespace:name??"",key,value:labelIn(other,key)??"",before:labelIn(first,key)??"",path:first.file.path}})}}};function labelIn(namespace,key){return textOf(namespace.get("metadata","labels",key))}function folderOf({file}){return file.path.slice(0,file.path.lastIndexOf("/")+1)}var namespace_injection_labels_conflict_default={id:"namespace-injection-labels-conflict",topic:"injection",summary:"A Namespace has two labels that decide its injection, and only one is read",why:'Label "istio-injection" wins over "istio.io/rev": with "enabled" the default revision injects, with any other value nobody does.',fix:'Remove label "istio-injection" to let the revision inject, or remove label "istio.io/rev".',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/upgrade/canary/","https://istio.io/latest/docs/reference/config/analysis/ist0123/"],aliases:["IST0123"],each:"Namespace",needs:[],messages:{otherRevision:'Namespace "{namespace}" asks for revision "{revision}", but its label "istio-injection" wins, so revision "{acting}" injects.',nobody:'Namespace "{namespace}" asks for revision "{revision}", but its label "istio-injection" with value "{value}" wins, so nobody injects.',idle:'Label "istio.io/rev" of Namespace "{namespace}" has no effect beside its label "istio-injection".'},examples:{good:[{title:"one label each",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
        `}],bad:[{title:"the default revision injects although canary is asked for",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio.io/rev: canary #! otherRevision
          ---
          apiVersion: v1
          kind: Namespace
          metadata:
            name: next
            labels:
              istio-injection: enabled
              istio.io/rev: default #! idle
        `},{title:"nobody injects",options:["--revision=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: disabled, istio.io/rev: canary } } #! nobody
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio-injection: enabled, istio.io/rev: canary } } #! nobody
        `}]},check(namespace,{snapshot,injectors,report}){let revision=textOf(namespace.get("metadata","labels",revisionKey)),labels=snapshot.namespaceLabels(namespace.name),value=textOf(labelValue(labels,injectionKey)),place=labelPlace(labels,injectionKey);if(value===void 0||!place||!revision||!namespace.name.known)return;let name=namespace.name.value,reached=reachesNamespace(injectors,labels),base={on:namespace,at:namespace.at(["metadata","labels",revisionKey],"key"),related:[{at:place,message:"this label decides"}]};if(!reached.known)return;let isOne=textOf(namespace.get("metadata","labels",injectionKey))!==void 0;if(!reached.value)return report({...base,message:"nobody",severity:isOne?value==="disabled"?"warning":"error":"info",data:{namespace:name,revision,value}});let acting=[...actingRevisions(injectors,labels)].sort(),asked2=actingRevisions(injectors,labelsOf({[revisionKey]:revision}));if(asked2.size>0&&acting.every(one=>asked2.has(one)))return report({...base,message:"idle",severity:"info",data:{namespace:name}});let data={namespace:name,revision,acting:acting.join('" and "')};report({...base,message:"otherRevision",severity:isOne?"warning":"info",data})}};function needsNoSidecar(pod,snapshot){let{body,labels}=pod.pods.first,{namespace}=pod.owner;if(istioRole(body)||usesHostNetwork(pod)||namespace?.known&&(kubernetesNamespaces.has(namespace.value)||namespace.value==="istio-system")||[...body.entries("spec","containers").items,...body.entries("spec","initContainers").items].some(isIstioContainer))return!0;let ambient=namespace&&snapshot.namespaceLabels(namespace).known.get(ambientKey)?.value;return textOf(ambient)==="ambient"||textOf(labels.known.get(ambientKey)?.value)==="ambient"}function isLeftOut(pod,snapshot){let{namespace}=pod.owner;if(pod.verdict!=="not-injected"||!namespace||!saysNothing(pod)||saysItElsewhere(pod))return!1;let{injection,revision}=namespaceSwitches(snapshot,namespace);return injection.known&&injection.value===void 0&&revision.known&&!revision.value&&pod.webhooks.every(({mutated})=>!mutated.known)}function saysItElsewhere({owner,pods}){let{labels,annotations}=pods.first;return labels.known.has(injectionKey)||annotations.known.has(injectionKey)?!0:[injectKey,injectionKey].some(key=>["labels","annotations"].some(field=>{let written=owner.has("metadata",field,key);return written.known&&written.value}))}var overlaysGap=unknown({what:"the labels that overlays of ytt add to the Namespace",hint:"lint the manifests that ytt renders"}),overlaid=new WeakMap;function hasOverlays({unit}){let found=overlaid.get(unit)??unit.files.some(({file})=>/^[ -]*#@overlay\//m.test(file.text));return overlaid.set(unit,found),found}function usesSidecars(snapshot,pods,injectors){let asks=namespace=>textOf(namespace.get("metadata","labels",injectionKey))==="enabled"||!!textOf(namespace.get("metadata","labels",revisionKey));return injectors.some(({embedded,isMade})=>!embedded&&!isMade)||snapshot.all("Namespace").some(asks)||pods.some(pod=>optIn(pod)!==void 0)}function configuredNamespaces({unit}){let found=unit.resources.filter(({apiVersion})=>/^[a-z]+\.istio\.io\//.test(apiVersion));return new Set(found.flatMap(({namespace})=>namespace?[showNamespace(namespace)]:[]))}function namespaceOf({namespace},snapshot){let declared=namespace?.known?snapshot.find("Namespace",namespace.value):void 0;return declared?.known?declared.value[0]:void 0}var namespace_not_injected_default={id:"namespace-not-injected",topic:"injection",summary:"Workloads get no sidecar because neither they nor their Namespace ask for one",why:"The manifests use the mesh, and these workloads stay outside of it. That may be meant; then it is better said.",fix:'Label the Namespace "istio-injection: enabled" (or "istio.io/rev") to have sidecars, "istio-injection: disabled" to say that none is wanted.',severity:"info",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0102/"],aliases:["IST0102"],each:"unit",needs:["Namespace"],messages:{one:'{workload} gets no sidecar: neither it nor Namespace "{namespace}" asks for one.',several:'Namespace "{namespace}" asks for no sidecars, so {count} workloads get none: {workloads}.'},examples:{good:[{title:"a Namespace that says what it wants",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: tools, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: debug, namespace: tools }
          spec: { containers: [{ name: debug }] }
        `}],bad:[{title:"one Namespace in the mesh, the other without a word",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: bank }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: ledger, namespace: bank } #! one
          spec: { template: { spec: { containers: [{ name: ledger }] } } }
        `},{title:"several workloads of one Namespace",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: bank } #! several
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: ledger, namespace: bank }
          spec: { containers: [{ name: ledger }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: teller, namespace: bank }
          spec: { containers: [{ name: teller }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: { name: default, namespace: bank }
        `}]},check(snapshot,{pods,mesh,injectors,report}){if(!snapshot.usesMesh)return;let found=pods.filter(pod=>isLeftOut(pod,snapshot)&&!needsNoSidecar(pod,snapshot)).filter(pod=>configurationOf(pod,mesh).every(({effect})=>effect==="elsewhere"));if(found.length===0||hasOverlays(snapshot))return;let isInjecting=usesSidecars(snapshot,pods,injectors),configured=configuredNamespaces(snapshot);for(let[namespace,together]of groupBy(found,shownNamespace)){let[pod]=together;if(!pod||!(isInjecting||configured.has(namespace)))continue;let home=namespaceOf(pod.owner,snapshot),titles=[...new Set(together.map(({owner})=>`"${showName(owner)}"`))].sort(compareText);if(titles.length===1){let related2=home?[{at:nameOf(home),message:"the Namespace has no injection label"}]:[],data2={workload:titleOf(pod.owner),namespace};report({message:"one",on:pod.owner,at:nameOf(pod.owner),related:related2,pod,data:data2});continue}let workloads=titles.slice(0,5).join(", ")+(titles.length>5?` and ${titles.length-5} more`:""),related=together.slice(0,5).map(({owner})=>({at:nameOf(owner),message:"gets none"})),data={namespace,count:titles.length,workloads};report({message:"several",on:home??pod.owner,at:nameOf(home??pod.owner),related,pod,data})}}};function shownNamespace({owner}){return owner.namespace?showNamespace(owner.namespace):""}var namespace_revision_unserved_default={id:"namespace-revision-unserved",topic:"injection",summary:"A Namespace asks for a revision or tag that no webhook serves",why:"No webhook matches, so the pods are created without a sidecar, and nothing rejects them. That is how workloads drop out of the mesh when an old revision is removed.",fix:"Write a revision or tag that is installed. If this one is, say so with --revision NAME, or with --revision TAG=REVISION for a tag.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/upgrade/canary/"],each:"Namespace",needs:[],messages:{unserved:'Namespace "{namespace}" asks for revision "{revision}", which no webhook serves.{hint}'},examples:{good:[{title:"a revision and a tag that are installed",options:["--revision=canary,prod=canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: live, labels: { istio.io/rev: prod } }
        `},{title:"a revision that an IstioOperator installs",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: install.istio.io/v1alpha1
          kind: IstioOperator
          metadata: { name: canary, namespace: istio-system }
          spec: { revision: canary }
        `},{title:"a revision whose istiod is here, but not its webhooks",undecided:1,files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: istiod-canary, namespace: istio-system }
        `}],bad:[{title:"a misspelt revision",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: next
            labels:
              istio.io/rev: canray #! unserved
        `},{title:"a revision of which nothing here says that it is installed",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: 1-22-0 } } #! unserved
        `}]},check(namespace,{snapshot,injectors,report,cannotTell}){let revision=textOf(namespace.get("metadata","labels",revisionKey)),name=textOf(namespace.name)??"";if(revision===void 0||name===""||kubernetesNamespaces.has(name))return;let here=namespaceSwitches(snapshot,namespace.name);if(!here.injection.known||here.injection.value!==void 0||!here.revision.known)return;let reached=reachesNamespace(injectors,here.labels);if(!reached.known||reached.value)return;let installation=installationOf(snapshot,revision);if(installation)return cannotTell(namespace,installationGap(installation,revision));report({message:"unserved",severity:isAssumed(injectors)?"info":"error",on:namespace,at:namespace.at(["metadata","labels",revisionKey]),data:{namespace:name,revision,hint:revisionHint(revision,injectors)}})}};var opted_out_workload_configured_default={id:"opted-out-workload-configured",topic:"injection",summary:"Mesh configuration names a workload that opted out of its sidecar",why:"Policies, Sidecars, EnvoyFilters and mutual TLS take effect in the sidecar of the workload that they name: without one they do nothing, or break its clients.",fix:"Let the workload have its sidecar, or remove the configuration.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"workload",needs:[],messages:{own:"{configuration} needs the sidecar of {workload}, which opted out of it.",clients:"{configuration} configures {workload}, which opted out of the mesh."},examples:{good:[{title:"a route from a gateway needs no sidecar behind it",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop }
          spec:
            template:
              metadata: { labels: { app: web, sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: web }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec: { hosts: [shop.example.com], gateways: [public], http: [{ route: [{ destination: { host: web } }] }] }
        `}],bad:[{title:"a policy that nothing enforces",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            template:
              metadata:
                labels: { app: redis }
                annotations:
                  sidecar.istio.io/inject: "false" #! own
              spec: { containers: [{ name: redis }] }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: only-web, namespace: shop }
          spec: { selector: { matchLabels: { app: redis } } }
        `},{title:"load balancing for clients of a namespace that is not in the mesh",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: disabled } } #! clients
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: shop }
          spec: { selector: { app: redis }, ports: [{ name: tcp, port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec: { template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: redis, namespace: shop }
          spec: { host: redis, trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } } }
        `}]},check(pod,{snapshot,mesh,pods,report}){let{owner,verdict}=pod;if(!owner.namespace||verdict!=="not-injected"||needsNoSidecar(pod,snapshot))return;let labels=snapshot.namespaceLabels(owner.namespace),disabled=labelValue(labels,injectionKey),isDisabled=disabled.known&&disabled.value==="disabled",at=optOut(pod)?.at??(isDisabled?labelPlace(labels,injectionKey):void 0),[first,...more]=configurationOf(pod,mesh).filter(({effect})=>effect!=="elsewhere");if(!at||!first||pods.some(other=>other.owner.id===owner.id&&other.verdict!=="not-injected"))return;let related=namedBy([first,...more]),data={configuration:titleOf(first.resource),workload:titleOf(owner)};first.effect==="sidecar"?report({message:"own",on:owner,at,related,pod,data}):report({message:"clients",severity:"info",on:owner,at,related,pod,data})}};var pod_refused_by_api_server_default={id:"pod-refused-by-api-server",topic:"injection",summary:"The API server accepts the workload and refuses its pods",why:"The controller asks for the pod again and again and never gets it. A rollout deletes a ready pod and can not create it again.",fix:"Correct the field, or add or change the object that forbids the pod.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/"],each:"workload",needs:[],messages:{refused:"The API server refuses the pods of {workload}: {because}."},examples:{good:[{title:"a ServiceAccount that the input does not show: unless it is the whole cluster, the account is taken to be there",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec: { serviceAccountName: redis, containers: [{ name: redis, image: redis }] }
        `},{title:"a ResourceQuota with room for the pods and their proxies",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { limits.memory: 4Gi, pods: "4" } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: 2
            template:
              spec: { containers: [{ name: redis, image: redis, resources: { limits: { memory: 512Mi } } }] }
        `}],bad:[{title:"a whole cluster without the ServiceAccount",options:["--complete"],files:`
          apiVersion: v1
          kind: ServiceAccount
          metadata: { name: redis, namespace: dev }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                serviceAccountName: redis #! refused
                containers: [{ name: redis, image: redis }]
        `},{title:"a container that does not say what the ResourceQuota of its namespace counts",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: disabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { requests.cpu: "8" } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: redis #! refused
                    image: redis
        `},{title:"a ResourceQuota for two pods without their proxies",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: ResourceQuota
          metadata: { name: compute, namespace: prod }
          spec: { hard: { limits.memory: 1Gi } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    image: redis
                    resources: { limits: { memory: 512Mi } } #! refused
        `},{title:"a LimitRange for less than the proxy may use",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: LimitRange
          metadata: { name: small, namespace: prod }
          spec: { limits: [{ type: Pod, max: { memory: 1Gi } }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: redis #! refused
            namespace: prod
          spec:
            template:
              spec: { containers: [{ name: redis, image: redis, resources: { limits: { memory: 512Mi } } }] }
        `},{title:"a volume of another type than the one that Istio adds",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers: [{ name: redis, image: redis }]
                volumes:
                  - name: istio-envoy #! refused
                    configMap: { name: redis }
        `}]},check(pod,{report}){let{owner,serverRefusal}=pod;if(!serverRefusal)return;let{at,because,related}=serverRefusal;report({on:owner,at:at??nameOf(owner),...related&&{related:[related]},pod,message:"refused",data:{workload:titleOf(owner),because}})}};var templatesKey="inject.istio.io/templates",pod_rejected_by_injector_default={id:"pod-rejected-by-injector",topic:"injection",summary:"Istio refuses an annotation, so that the pod is never created",why:"The injector answers with an error, and the API server creates no pod. The workload itself is accepted: a rollout deletes a ready pod and can not create it again.",fix:"Correct the value, or remove the annotation.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/"],each:"workload",needs:[],messages:{value:'Istio rejects every pod of {workload}: "{value}" is no valid value of annotation "{annotation}", {error}.',empty:'Istio rejects every pod of {workload}: annotation "{annotation}" has no value, {error}.',template:'Istio rejects every pod of {workload} for the templates that annotation "{annotation}" asks for: {error}.',perhaps:'If it is injected, Istio rejects every pod of {workload}: annotation "{annotation}", {error}.'},examples:{good:[{title:"values that Istio takes",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/proxyCPU: 100m
                  traffic.sidecar.istio.io/excludeInboundPorts: "6379, 16379"
                  proxy.istio.io/config: "terminationDrainDuration: 30s"
              spec: { containers: [{ name: redis, image: redis }] }
        `},{title:"a pod without a sidecar, whose annotations nobody reads",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels: { sidecar.istio.io/inject: "false" }
                annotations: { sidecar.istio.io/proxyCPU: 100 millis }
              spec: { containers: [{ name: redis, image: redis }] }
        `}],bad:[{title:"a range of ports, a unit that does not exist, a drain time without a unit",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/proxyMemory: 128MB #! value
                  sidecar.istio.io/proxyCPU: "" #! empty
                  traffic.sidecar.istio.io/excludeInboundPorts: 6379-6380 #! value
                  proxy.istio.io/config: "terminationDrainDuration: 30" #! value
              spec: { containers: [{ name: redis, image: redis }] }
        `},{title:"a template that the injector does not have",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { annotations: { inject.istio.io/templates: grpc } } #! template
              spec: { containers: [{ name: redis, image: redis }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data:
            config: |
              policy: enabled
              defaultTemplates: [sidecar]
              templates:
                sidecar: |
                  spec:
                    containers:
                    - name: istio-proxy
        `},{title:"a port that Prometheus can not scrape through the proxy",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  prometheus.io/port: http-metrics #! value
              spec: { containers: [{ name: redis, image: redis }] }
        `},{title:"a Namespace that may inject, or not",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  sidecar.istio.io/interceptionMode: redirect #! perhaps
              spec: { containers: [{ name: redis, image: redis }] }
        `}]},check(pod,{report}){let{owner,refusals,verdict}=pod;if(verdict!=="rejected"&&verdict!=="unknown")return;let workload=titleOf(owner);for(let{annotation,value,error:words,at}of refusals){let error=oneLine(words),base={on:owner,at:at??nameOf(owner),pod};verdict==="unknown"?report({...base,message:"perhaps",severity:"warning",data:{workload,annotation,error}}):annotation===templatesKey?report({...base,message:"template",data:{workload,annotation,error}}):value.trim()===""?report({...base,message:"empty",data:{workload,annotation,error}}):report({...base,message:"value",data:{workload,annotation,value:oneLine(value),error}})}}};function oneLine(text){return text.trim().replace(/\s*\n\s*/g," ").replace(/\.$/,"")}var pod_revision_unserved_default={id:"pod-revision-unserved",topic:"injection",summary:"A pod asks for a revision or tag that no webhook serves",why:"No webhook matches, so the pods are created without a sidecar, and nothing rejects them.",fix:"Write a revision or tag that is installed. If this one is, say so with --revision NAME, or with --revision TAG=REVISION for a tag.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/upgrade/canary/"],each:"workload",needs:[],messages:{unserved:'{workload} asks for revision "{revision}", which no webhook serves.{hint}'},examples:{good:[{title:"a revision that is installed",options:["--revision=default,canary"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { istio.io/rev: canary } }
          spec: { containers: [{ name: redis }] }
        `}],bad:[{title:"a revision that is gone",options:["--revision=1-31-0"],files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { istio.io/rev: 1-22-0 } } #! unserved
              spec: { containers: [{ name: redis }] }
        `},{title:"an empty revision is one that nobody serves",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, labels: { sidecar.istio.io/inject: "true", istio.io/rev: "" } } #! unserved
          spec: { containers: [{ name: web }] }
        `}]},check(pod,{snapshot,injectors,report,cannotTell}){let{owner,verdict}=pod,{revision,label:label2}=podSwitches(pod);if(!revision||!(revision.value||label2?.value==="true")||!owner.namespace||optOut(pod)||isControlPlane(pod)||verdict==="injected"||verdict==="rejected")return;let here=namespaceSwitches(snapshot,owner.namespace);if(textOf(here.injection)!==void 0||textOf(here.revision)!==void 0)return;let serving=injectorsOf(injectors,"objectSelector",revision.value);if(!serving.known||serving.value.length>0)return;let installation=installationOf(snapshot,revision.value);if(installation)return cannotTell(owner,installationGap(installation,revision.value));let isSure=verdict==="not-injected"&&!isAssumed(injectors),data={workload:titleOf(owner),revision:revision.value,hint:revisionHint(revision.value,injectors)};report({message:"unserved",severity:isSure?"error":"info",on:owner,at:revision.at,pod,data})}};function isControlPlane({owner,pods}){return istioRole(pods.first.body)==="control-plane"||/^istiod(-|$)/.test(showName(owner))}var sidecar_missing_default={id:"sidecar-missing",topic:"injection",summary:"A workload that mesh configuration names gets no sidecar, and nothing opted out",why:"Pods without a sidecar are outside the mesh: it does not encrypt, authorise or route their traffic, and nothing says so.",fix:'Label the Namespace with istio-injection: enabled (or istio.io/rev), or the pod template with sidecar.istio.io/inject: "true". Where no sidecar is wanted, say so with "false".',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/"],aliases:["IST0103"],each:"workload",needs:["Namespace"],messages:{configured:"{workload} gets no sidecar, although {configuration} configures it.",skipped:"{workload} gets no sidecar: {because}.",untold:"Nothing here tells whether {workload} gets a sidecar, although {configuration} configures it."},examples:{good:[{title:"the Namespace asks for sidecars",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
        `}],bad:[{title:"nobody asks for a sidecar, and a policy counts on one",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop } #! configured
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec: { selector: { matchLabels: { app: web } } }
        `},{title:"a Namespace that is not in the input",undecided:1,files:`
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop } #! untold
          spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec: { selector: { matchLabels: { app: web } } }
        `},{title:"an injector that is set to wait for opt-ins",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: lab, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: probe, namespace: lab } #! skipped
          spec: { containers: [{ name: probe }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "policy: disabled" }
        `}]},check(pod,{snapshot,mesh,report,cannotTell}){let{owner}=pod,workload=titleOf(owner);if(!owner.namespace||!snapshot.usesMesh||needsNoSidecar(pod,snapshot))return;let configuring=configurationOf(pod,mesh).filter(({effect})=>effect!=="elsewhere"),[first]=configuring,configuration=first?titleOf(first.resource):"",related=namedBy(configuring),base={on:owner,at:owner.at(["metadata","name"]),related,pod};if(pod.verdict==="unknown"){cannotTell(owner,pod.missing);let{injection}=namespaceSwitches(snapshot,owner.namespace);first&&!injection.known&&saysNothing(pod)&&report({...base,message:"untold",severity:"info",data:{workload,configuration},fix:"Add the Namespace to the input (and say which it is with -n, where no manifest does), or label the pods."})}else if(isLeftOut(pod,snapshot)){if(!first)return;if(hasOverlays(snapshot))return cannotTell(owner,overlaysGap);let home=namespaceOf(owner,snapshot);home&&related.push({at:home.at(["metadata","name"]),message:"the Namespace has no injection label"}),report({...base,message:"configured",data:{workload,configuration}})}else if(pod.verdict==="not-injected"&&saysNothing(pod)){let skip=pod.trail.find(({reason,outcome})=>reason==="policy"&&outcome==="skipped");if(!skip||!first&&pod.webhooks.length===0)return;let because=skip.because.charAt(0).toLowerCase()+skip.because.slice(1);report({...base,message:"skipped",severity:first?"warning":"info",data:{workload,because}})}}};var update_strategy_keeps_pods_default={id:"update-strategy-keeps-pods",topic:"injection",summary:"An update strategy keeps pods that are older than their sidecar",why:"A sidecar comes with a new pod only. Under this strategy the controller replaces pods not at all, or not all of them, when the template changes: those that are older than the change stay without the sidecar, or with the old one, until somebody deletes them.",fix:"Delete the pods by hand after the change, or let the controller replace them: RollingUpdate without a partition.",severity:"info",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies"],each:"workload",needs:[],messages:{onDelete:'The pods of {workload} get their sidecar only when somebody deletes them: updateStrategy is "OnDelete".',partition:"Of {workload}, {pods} get their sidecar only when somebody deletes them: the partition is {partition}.",noPod:"No pod of {workload} is replaced when its template changes: the partition {partition} is beyond the last one."},examples:{good:[{title:"pods that are replaced, and pods that get no sidecar",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }
            template: { spec: { containers: [{ name: redis, image: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: outside, namespace: shop }
          spec:
            updateStrategy: { type: OnDelete }
            template:
              metadata: { labels: { sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis, image: redis }] }
        `}],bad:[{title:"sets whose pods stay as they are",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              type: OnDelete #! onDelete
            template: { spec: { containers: [{ name: redis, image: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: kafka, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              rollingUpdate:
                partition: 2 #! partition
            template: { spec: { containers: [{ name: kafka, image: kafka }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: mongo, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              rollingUpdate:
                partition: 3 #! noPod
            template: { spec: { containers: [{ name: mongo, image: mongo }] } }
        `}]},check(pod,{report}){let{owner,verdict}=pod;if(verdict!=="injected"||owner.kindName!=="StatefulSet"&&owner.kindName!=="DaemonSet")return;let type=owner.raw("spec","updateStrategy","type"),data={workload:titleOf(owner)};type.known&&type.value==="OnDelete"&&report({message:"onDelete",on:owner,at:owner.at(["spec","updateStrategy","type"]),pod,data});let partition=owner.raw("spec","updateStrategy","rollingUpdate","partition");if(!partition.known||typeof partition.value!="number"||partition.value<1||!isRolling(type))return;let common={on:owner,pod,at:owner.at(["spec","updateStrategy","rollingUpdate","partition"])},kept=podsBelow(pod,partition.value),facts={...data,partition:partition.value};kept==="all"?report({...common,message:"noPod",data:facts}):kept!==void 0&&report({...common,message:"partition",data:{...facts,pods:kept}})}};function isRolling(type){return isKnown(type,void 0)||isKnown(type,"RollingUpdate")}function podsBelow({pods},partition){let{names:names3,replicas}=pods;if(!replicas.known)return`the pods of the ordinals below ${partition}`;if(!names3||names3.length===0)return;let kept=names3.filter(name=>Number(name.slice(name.lastIndexOf("-")+1))<partition),[first]=kept;if(first!==void 0)return kept.length===names3.length?"all":kept.length===1?`"${first}"`:`"${first}" to "${kept.at(-1)}"`}var webhook_configuration_refused_default={id:"webhook-configuration-refused",topic:"injection",summary:"The API server refuses a MutatingWebhookConfiguration",why:"A configuration that is refused never reaches the cluster, so none of its webhooks is called: an injector in it injects nothing.",fix:"Write what the API server accepts; `kubectl apply --dry-run=server` tells whether it does.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/"],aliases:[],each:"MutatingWebhookConfiguration",needs:[],messages:{refused:'The API server refuses MutatingWebhookConfiguration "{name}": {why}.'},examples:{good:[{title:"a condition of type bool",files:`
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
              matchConditions:
                - { name: redis, expression: object.metadata.name.startsWith('redis') }
        `}],bad:[{title:"a condition that does not compile",files:`
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: None
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
              matchConditions:
                - name: redis
                  expression: variables.redis == 1 #! refused
        `},{title:"values that do not exist",files:`
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingWebhookConfiguration
          metadata: { name: hooks }
          webhooks:
            - name: hook.example.com
              sideEffects: Some #! refused
              failurePolicy: fail #! refused
              admissionReviewVersions: [v1]
              clientConfig: { url: https://hook.example.com }
              rules: [{ operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods] }]
        `}]},check(configuration,{report}){let{name}=configuration;for(let{path,why}of webhookProblems(configuration))report({message:"refused",on:configuration,at:configuration.at(path),data:{name:name.known?name.value:"?",why}})}};var workload_refused_default={id:"workload-refused",topic:"injection",summary:"The pod template is invalid, so that the API server refuses the workload",why:"Nothing is stored and no pod is made: kubectl apply fails, and a pipeline that goes on leaves the old version running.",fix:"Correct the field.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/"],each:"workload",needs:[],messages:{invalid:"The API server refuses {workload}: {error}."},examples:{good:[{title:"every mount has its volume and its own path",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            volumeClaimTemplates: [{ metadata: { name: data } }]
            template:
              spec:
                containers:
                  - name: redis
                    image: redis
                    volumeMounts: [{ name: data, mountPath: /data }, { name: config, mountPath: /etc/redis }]
                volumes: [{ name: config, configMap: { name: redis } }]
        `},{title:"a patch, in which no container has an image",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec: { containers: [{ name: redis, volumeMounts: [{ name: data, mountPath: /data }] }] }
        `}],bad:[{title:"fewer than no pods",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            replicas: -3 #! invalid
            template:
              spec: { containers: [{ name: redis, image: redis }] }
        `},{title:"two mounts at one path, a mount without a volume, a proxy without an image",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata: { labels: { tier: "in memory" } } #! invalid
              spec:
                containers:
                  - name: redis
                    image: redis
                    volumeMounts:
                      - { name: data, mountPath: /data }
                      - { name: data, mountPath: /data } #! invalid
                      - { name: config, mountPath: /etc/redis } #! invalid
                  - name: istio-proxy #! invalid
                volumes: [{ name: data, emptyDir: {} }]
        `},{title:"a port in quotes, a probe of a container that ends",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                initContainers:
                  - name: wait
                    image: busybox
                    readinessProbe: { tcpSocket: { port: 6379 } } #! invalid
                containers:
                  - name: redis
                    image: redis
                    readinessProbe: { tcpSocket: { port: "6379" } } #! invalid
        `}]},check(pod,{report}){let{owner}=pod;for(let found of templateErrors(owner)){let error=fieldErrorText(found).replace(/ \(e\.g\. .*$/s,"").replace(/\.$/,"");report({on:owner,at:owner.at(found.path),pod,severity:/Required value$|Not found: |Invalid value: 0: /.test(error)?"warning":"error",message:"invalid",data:{workload:titleOf(owner),error}})}}};var container_port_reserved_default={id:"container-port-reserved",topic:"ports",summary:"A container listens on a port that the sidecar listens on",why:"Containers of a pod share one network: two listeners on one port fail, and nobody checks it at admission.",fix:"Let the container listen on another port.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"workload",needs:[],messages:{clash:'Port {port} of container "{container}" clashes with {listener} in the same pod. {consequence}',wouldClash:'Port {port} of container "{container}" would clash with {listener} if the pod gets its sidecar. {consequence}',perhaps:'Port {port} of container "{container}" clashes with {listener} where {setting} is "true". {consequence}'},examples:{good:[{title:"ports that nothing of the sidecar listens on, and Istio’s own container",files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: redis
            namespace: prod
            labels: { sidecar.istio.io/inject: "true" }
          spec:
            containers:
              - name: redis
                image: redis:7.4
                ports: [{ containerPort: 6379 }, { containerPort: 15004 }, { containerPort: 15001, protocol: UDP }]
              - name: istio-proxy
                image: auto
                ports: [{ containerPort: 15090 }]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `},{title:"a pod without a sidecar",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, labels: { sidecar.istio.io/inject: "false" } }
          spec:
            containers:
              - name: redis
                ports: [{ containerPort: 15090 }]
        `}],bad:[{title:"an exporter on the port of Envoy’s own metrics",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: exporter
                    ports:
                      - containerPort: 15090 #! clash
                      - containerPort: 15008 #! perhaps
        `},{title:"the same where nobody can tell whether the pod gets a sidecar",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              spec:
                containers:
                  - name: exporter
                    ports:
                      - containerPort: 15001 #! wouldClash
        `}]},check(pod,{report}){let severity=clashSeverity(pod);if(severity)for(let container of ownContainers(pod))for(let port of container.entries("ports").items){let number=port.get("containerPort"),protocol=port.get("protocol");if(!number.known||number.value===void 0||!protocol.known)continue;let reserved=reservedPort(number.value,protocol.value);if(!reserved)continue;let{listener,consequence,onlyWith:setting}=reserved,data={port:number.value,container:containerName(container),listener,consequence},place={on:pod.owner,at:port.at(["containerPort"]),pod};isAlwaysReserved(reserved)?report({...place,message:severity==="error"?"clash":"wouldClash",severity,data}):setting&&severity==="error"&&report({...place,message:"perhaps",severity:"info",data:{...data,setting}})}}};var probes=["livenessProbe","readinessProbe","startupProbe"],handlers=["httpGet","tcpSocket"],probe_port_missing_default={id:"probe-port-missing",topic:"ports",summary:"A probe names a port that its container does not have",why:"A named port is looked for among the ports of the probe’s own container. The sidecar’s agent is not told of a probe whose port is not found, and answers it with an error; without a sidecar the kubelet fails it likewise: the container is restarted, or never ready.",fix:"Name a port of the same container, or write its number.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/","https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port"],each:"workload",needs:[],messages:{missing:'The {probe} of container "{container}" asks port "{port}", which the container does not have.{suggestion}',elsewhere:'The {probe} of container "{container}" asks port "{port}", which container "{other}" has, not its own.'},examples:{good:[{title:"a port that is there, a number, and a part of a manifest",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: shop }
          spec:
            template:
              spec:
                containers:
                  - name: web
                    image: web
                    ports: [{ name: http, containerPort: 8080 }]
                    livenessProbe: { httpGet: { path: /, port: http } }
                    readinessProbe: { tcpSocket: { port: 8081 } }
                  - name: patched
                    livenessProbe: { httpGet: { path: /, port: http } }
        `}],bad:[{title:"a slip of the pen, and a port of the neighbour",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: web, namespace: shop }
          spec:
            serviceName: web
            template:
              spec:
                containers:
                  - name: web
                    image: web
                    ports: [{ name: http-web, containerPort: 8080 }]
                    livenessProbe:
                      httpGet:
                        path: /
                        port: http-wep #! missing
                  - name: metrics
                    image: exporter
                    readinessProbe:
                      tcpSocket:
                        port: http-web #! elsewhere
        `}]},check(pod,{report}){if(!clashSeverity(pod))return;let all2=pod.pods.first.body.entries("spec","containers").items;for(let container of ownContainers(pod)){let names3=portNames(container);if(!(!names3||!isKnown(container.has("image"),!0)))for(let probe of probes)for(let handler of handlers){let port=container.get(probe,handler,"port");if(!port.known||typeof port.value!="string"||!isName(port.value)||names3.has(port.value))continue;let{value}=port,other=all2.find(one=>portNames(one)?.has(value)),common={on:pod.owner,pod,at:container.at([probe,handler,"port"])},data={probe,container:containerName(container),port:value};report(other?{...common,message:"elsewhere",data:{...data,other:containerName(other)}}:{...common,message:"missing",data:{...data,suggestion:suggestion(value,names3)}})}}}};function portNames(container){let{items,gaps}=container.entries("ports"),names3=items.map(item=>item.get("name"));if(gaps.length>0)return;let found=new Set;for(let name of names3){if(!name.known)return;name.value&&found.add(name.value)}return found}function isName(text){return text.length<=15&&/^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(text)}function suggestion(name,names3){let[nearest]=nearestNames(name,names3,1);return nearest===void 0?"":` Did you mean "${nearest}"?`}var probes2=["livenessProbe","readinessProbe","startupProbe"],handlers2=["httpGet","tcpSocket","grpc"],probe_port_reserved_default={id:"probe-port-reserved",topic:"ports",summary:"A probe asks a port where the sidecar answers, not the container",why:"The probe then tells how the sidecar fares: a broken container stays in service, or a healthy one is restarted.",fix:"Let the probe ask a port that the container listens on.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/","https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"workload",needs:[],messages:{answered:'The {probe} of container "{container}" asks port {port}, where {listener} answers.',wouldBeAnswered:'The {probe} of container "{container}" asks port {port}, where {listener} would answer if the pod gets its sidecar.'},examples:{good:[{title:"a probe on the container’s own port",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                ports: [{ name: redis, containerPort: 6379 }]
                readinessProbe: { tcpSocket: { port: redis } }
                livenessProbe: { tcpSocket: { port: 6379 } }
        `},{title:"a probe that Istio itself has rewritten",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { sidecar.istio.io/inject: "true" } }
          spec:
            containers:
              - name: redis
                livenessProbe: { httpGet: { path: /app-health/redis/livez, port: 15020 } }
        `}],bad:[{title:"a probe on the agent’s status port",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                readinessProbe:
                  httpGet:
                    path: /ready
                    port: 15020 #! answered
        `},{title:"the same where nobody can tell whether the pod gets a sidecar",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            containers:
              - name: redis
                livenessProbe:
                  tcpSocket:
                    port: 15006 #! wouldBeAnswered
        `}]},check(pod,{report}){let severity=clashSeverity(pod);if(!severity)return;let message=severity==="error"?"answered":"wouldBeAnswered";for(let container of ownContainers(pod))for(let probe of probes2)for(let handler of handlers2){let port=probePort(container,probe,handler),reserved=port.known&&typeof port.value=="number"?reservedPort(port.value):void 0;!reserved||reserved.onlyWith||isRewritten(container,probe)||report({message,severity,on:pod.owner,at:container.at([probe,handler,"port"]),pod,data:{probe,container:containerName(container),port:reserved.port,listener:reserved.listener}})}}};function isRewritten(container,probe){let path=container.get(probe,"httpGet","path");return path.known&&path.value?.startsWith("/app-health/")===!0}function probePort(container,probe,handler){return container.get(probe,handler,"port")}var meantForOthers=new Set([15020,15021,15090]),service_target_port_reserved_default={id:"service-target-port-reserved",topic:"ports",summary:"A Service sends to a port where the sidecar listens, not the application",why:"What is sent to the Service reaches a listener of the sidecar, or nothing, and never the application.",fix:"Let the application listen on another port, and name that one in targetPort.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"Service",needs:[],messages:{reaches:'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens, not the application.',wouldReach:'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens if they get their sidecar.'},examples:{good:[{title:"a Service in front of Envoy’s metrics, and one that selects nothing injected",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis, ports: [{ containerPort: 6379 }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis-envoy, namespace: prod }
          spec: { selector: { app: redis }, ports: [{ name: http-envoy-prom, port: 15090 }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: outside, namespace: prod }
          spec: { ports: [{ port: 80, targetPort: 15001 }] }
        `}],bad:[{title:"a Service in front of the redirect listeners",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec:
            selector: { app: redis }
            ports:
              - port: 6379
                targetPort: 15006 #! reaches
        `},{title:"no targetPort: the port itself counts",files:`
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod, labels: { app: redis } }
          spec: { containers: [{ name: redis }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec:
            selector: { app: redis }
            ports:
              - port: 15001 #! wouldReach
        `}]},check(service2,{mesh,report}){let selected=mesh.podsOf(service2);if(selected.known)for(let port of service2.entries("spec","ports").items){let target=port.get("targetPort"),number=target.known&&target.value===void 0?port.get("port"):target,protocol=port.get("protocol");if(!number.known||typeof number.value!="number"||!protocol.known)continue;let reserved=reservedPort(number.value,protocol.value);if(!reserved||reserved.onlyWith)continue;let pod=selected.value.find(one=>clashSeverity(one)&&!(meantForOthers.has(reserved.port)||declares(one,reserved.port)));if(!pod)continue;let severity=clashSeverity(pod)??"warning";report({message:severity==="error"?"reaches":"wouldReach",severity,on:service2,at:port.at([target.known&&target.value===void 0?"port":"targetPort"]),pod,related:[{at:pod.owner.at(["metadata","name"]),message:"one of the workloads that it selects"}],data:{service:showName(service2),port:reserved.port,workload:`${pod.owner.kind} "${showName(pod.owner)}"`,listener:reserved.listener}})}}};function declares(pod,port){return ownContainers(pod).some(container=>container.entries("ports").items.some(one=>isKnown(one.get("containerPort"),port)))}function destinationsOf(virtualService){let http=virtualService.entries("spec","http").items.flatMap(route=>[...weighted(route.entries("route").items),...route.entries("mirrors").items.map(one=>sure(one.view("destination"))),...route.entries("mirror").written?[sure(route.view("mirror"))]:[]]),opaque=[...virtualService.entries("spec","tcp").items,...virtualService.entries("spec","tls").items];return[...http,...opaque.flatMap(route=>weighted(route.entries("route").items))]}function sure(destination){return{destination,severity:"error"}}function weighted(routes){let isIdle=route=>isKnown(route.get("weight"),0)||isKnown(route.get("weight"),void 0);return routes.map(route=>({destination:route.view("destination"),severity:isIdle(route)&&routes.some(one=>!isIdle(one))?"warning":"error"}))}function podRange({names:names3,replicas,first,pod}){return!names3||!replicas.known||replicas.value<1?"no pod":replicas.value===1?`only "${first.shownName}"`:`"${first.shownName}" to "${pod(replicas.value-1).shownName}"`}function didYouMean2(names3){let[nearest]=names3;return nearest===void 0?"":` Did you mean "${nearest}"?`}var missingHostMessages={missing:'There is no host "{host}" in the mesh.{hint}',pod:'Host "{host}" names pod "{pod}" of StatefulSet "{set}", and the mesh has hosts for Services, not for single pods.',podBeyond:'Host "{host}" names pod "{pod}", and StatefulSet "{set}" makes {pods}.',hidden:'Host "{host}" is not exported to namespace "{namespace}".',shortened:'Host "{host}" has a dot, so Istio does not complete it: the Service is "{full}".'},nothing={hint:"",pod:"",set:"",pods:"",full:""};function missingHost(mesh,host,namespace,{complete}){let target=mesh.resolve(host,namespace);if(target.known&&target.value)return;let data={...nothing,host,namespace:namespace.known?namespace.value:""},pod=mesh.statefulPodOf(host,namespace);if(pod){let{owner,pods}=pod.workload,related=[{at:owner.at(["metadata","name"]),message:"the StatefulSet"}];return{message:pod.exists.known&&!pod.exists.value?"podBeyond":"pod",related,data:{...data,pod:pod.name,set:showName(owner),pods:podRange(pods)}}}let meant2=mesh.meantBy(host,namespace);if(meant2){let found2={message:"shortened",related:meant2.services.slice(0,1).map(one=>({at:one.at(["metadata","name"]),message:"the Service"})),data:{...data,full:meant2.fqdn}};return target.known?found2:{...found2,severity:"warning"}}if(!target.known)return;let[hidden]=mesh.hiddenFrom(host,namespace);if(hidden)return{message:"hidden",data,related:[{at:hidden.at(["metadata","name"]),message:"not exported from here"}]};let hint=didYouMean2(mesh.nearestHosts(host,namespace)),found={message:"missing",related:[],data:{...data,hint}};return complete||namespace.known||host.includes(".")||hint!==""?found:{...found,severity:"warning"}}var redisCluster=`
  apiVersion: v1
  kind: Service
  metadata: { name: redis, namespace: prod }
  spec: { clusterIP: None, selector: { app: redis }, ports: [{ port: 6379 }] }
  ---
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: redis, namespace: prod }
  spec:
    serviceName: redis
    replicas: 3
    template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } }
`;var destinationrule_host_missing_default={id:"destinationrule-host-missing",topic:"references",summary:"A DestinationRule is for a host that does not exist",why:"Istio applies the rule to nothing: its subsets, TLS settings and limits are not in force anywhere.",fix:"Name the host of a Service or ServiceEntry.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule"],aliases:["IST0174","KIA0202"],each:"DestinationRule",needs:[],messages:missingHostMessages,examples:{good:[{title:"a Service, and a wildcard",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: all, namespace: prod }
            spec:
              host: "*.prod.svc.cluster.local"
          `}},{title:"a host of which nobody can tell",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: api.example.com
          `},undecided:1}],bad:[{title:"a misspelt host",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redsi #! missing
          `}},{title:"one pod of a StatefulSet, there or beyond the replicas",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis-0.redis.prod.svc.cluster.local #! pod
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis-3, namespace: prod }
            spec:
              host: redis-3.redis.prod.svc.cluster.local #! podBeyond
          `}},{title:"a Service that is not exported, and a host that Istio does not complete",files:{"cluster.yaml":redisCluster,"more.yaml":`
            apiVersion: v1
            kind: Service
            metadata: { name: private, namespace: data, annotations: { networking.istio.io/exportTo: . } }
            spec: { selector: { app: private }, ports: [{ port: 80 }] }
          `,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: private.data.svc.cluster.local #! hidden
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis-2, namespace: prod }
            spec:
              host: redis.prod #! shortened
          `}}]},check(rule,{snapshot,mesh,report,cannotTell}){let host=rule.get("spec","host");if(!host.known)return cannotTell(rule,host);if(!host.value||!rule.namespace||host.value.startsWith("*"))return;let missing=missingHost(mesh,host.value,rule.namespace,snapshot);if(missing)return report({...missing,on:rule,at:rule.at(["spec","host"])});let target=mesh.resolve(host.value,rule.namespace);target.known||cannotTell(rule,target)}};var destinationrule_subset_empty_default={id:"destinationrule-subset-empty",topic:"references",summary:"A subset of a DestinationRule selects no pod",why:"A route to the subset has no endpoints: it answers with 503, or closes the connection.",fix:"Give the subset labels that pods of the Service have.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset"],aliases:["IST0173","KIA0203"],each:"DestinationRule",needs:["VirtualService"],messages:{empty:'Subset "{subset}" selects no pod of Service "{service}".',noPod:'Subset "{subset}" selects pod "{pod}", and StatefulSet "{set}" makes {pods}.'},examples:{good:[{title:"labels of the template, and the name of one pod",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: all
                  labels: { app: redis }
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
          `}}],bad:[{title:"labels that no pod has",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: v2
                  labels: { version: v2 } #! empty
          `}},{title:"a pod beyond the replicas, with a route to it",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: last
                  labels:
                    statefulset.kubernetes.io/pod-name: redis-3 #! noPod
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: last
          `}}]},check(rule,{snapshot,mesh,report,cannotTell}){let host=rule.get("spec","host");if(!host.known||!host.value||!rule.namespace||host.value.startsWith("*"))return;let target=mesh.resolve(host.value,rule.namespace);if(!target.known||!target.value||target.value.serviceEntries.length>0)return;let{services,fqdn}=target.value,[service2]=services;if(!(!service2||services.some(one=>!isKnown(mesh.isSelectorless(one),!1))))for(let subset of rule.entries("spec","subsets").items){let name=subset.get("name"),pods=mesh.podsOfSubset(services,subset.view("labels"));if(pods.known||cannotTell(rule,pods),!name.known||!name.value||!pods.known||pods.value.length>0)continue;let data={subset:name.value,service:showName(service2)},lost=lostPod(subset,rule,mesh),severity=(lost||snapshot.complete||rule.namespace.known)&&isRouted(name.value,fqdn,snapshot,mesh)?"error":"warning",place={on:rule,severity,at:subset.at(["labels"],"key")};if(lost)report({...place,...lost,message:"noPod",data:{...data,...lost.data}});else{let related=[{at:service2.at(["spec","selector"],"key"),message:"the selector of the Service"}];report({...place,message:"empty",related,data})}}}},podName="statefulset.kubernetes.io/pod-name";function lostPod(subset,rule,mesh){let name=subset.get("labels",podName);if(!name.known||!name.value||!rule.namespace)return;let pod=mesh.statefulPodNamed(name.value,rule.namespace);if(!pod||!isKnown(pod.exists,!1))return;let{owner,pods}=pod.workload;return{at:subset.at(["labels",podName]),related:[{at:owner.at(["spec","replicas"]),message:"the number of its pods"}],data:{pod:name.value,set:showName(owner),pods:podRange(pods)}}}var routed=new WeakMap;function isRouted(subset,fqdn,snapshot,mesh){let subsets=routed.get(mesh)??routedSubsets(snapshot,mesh);return routed.set(mesh,subsets),subsets.has(`${fqdn} ${subset}`)}function routedSubsets(snapshot,mesh){let found=new Set;for(let one of snapshot.all("VirtualService"))for(let{destination,severity}of destinationsOf(one)){let[host,subset]=[destination.get("host"),destination.get("subset")];severity!=="error"||!one.namespace||!host.known||!host.value||!subset.known||!subset.value||found.add(`${mesh.fullHost(host.value,one.namespace)} ${subset.value}`)}return found}var virtualservice_host_missing_default={id:"virtualservice-host-missing",topic:"references",summary:"A VirtualService routes to a host that does not exist",why:"Envoy has no cluster for the host: every request of the route is answered with 503, every connection is closed.",fix:"Route to the host of a Service or ServiceEntry. One pod of a StatefulSet is reached by a subset with the label statefulset.kubernetes.io/pod-name.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination"],aliases:["IST0101","KIA1101"],each:"VirtualService",needs:[],messages:missingHostMessages,examples:{good:[{title:"short and full names of a Service",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                - route:
                    - destination:
                        host: redis.prod.svc.cluster.local
          `}},{title:"hosts of which nobody can tell",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: api.example.com
                - route:
                    - destination:
                        host: other.elsewhere.svc.cluster.local
          `},undecided:2}],bad:[{title:"a misspelt host",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redsi #! missing
          `}},{title:"one pod of a StatefulSet, there or beyond the replicas",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-0.redis.prod.svc.cluster.local #! pod
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis-3, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-3.redis.prod.svc.cluster.local #! podBeyond
          `}},{title:"a Service that is not exported, and a host that Istio does not complete",files:{"cluster.yaml":redisCluster,"more.yaml":`
            apiVersion: v1
            kind: Service
            metadata: { name: private, namespace: data, annotations: { networking.istio.io/exportTo: . } }
            spec: { selector: { app: private }, ports: [{ port: 80 }] }
          `,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: private.data.svc.cluster.local #! hidden
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis-2, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis.prod #! shortened
          `}}]},check(virtualService,{snapshot,mesh,report,cannotTell}){let{namespace}=virtualService;if(namespace)for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host");if(host.known||cannotTell(virtualService,host),!host.known||!host.value)continue;let missing=missingHost(mesh,host.value,namespace,snapshot);missing&&report({severity,...missing,on:virtualService,at:destination.at(["host"])});let target=mesh.resolve(host.value,namespace);!missing&&!target.known&&cannotTell(virtualService,target)}}};var virtualservice_port_missing_default={id:"virtualservice-port-missing",topic:"references",summary:"A VirtualService routes to a port that its host does not have",why:"Envoy has no cluster for the port: every request of the route is answered with 503, every connection is closed.",fix:"Name a port of the Service: its port, not its targetPort.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination"],aliases:[],each:"VirtualService",needs:[],messages:{missing:'Host "{host}" has no port {port}, only {ports}.'},examples:{good:[{title:"the port of the Service",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        port: { number: 6379 }
          `}}],bad:[{title:"a port of the pods, not of the Service",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        port:
                          number: 16379 #! missing
          `}},{title:"a port that the ServiceEntry does not have",files:{"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api, namespace: prod }
            spec: { hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: TLS }, { number: 80, name: http, protocol: HTTP }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [api.example.com]
              http:
                - route:
                    - destination:
                        host: api.example.com
                        port:
                          number: 8443 #! missing
          `}}]},check(virtualService,{mesh,report,cannotTell}){for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),port=destination.get("port","number");if(port.known||cannotTell(virtualService,port),!host.known||!host.value||!port.known||port.value===void 0||!virtualService.namespace)continue;let target=mesh.resolve(host.value,virtualService.namespace);if(!target.known||!target.value)continue;let has2=mesh.hasPort(target.value,port.value);if(has2.known||cannotTell(virtualService,has2),!has2.known||has2.value)continue;let[declared]=[...target.value.services,...target.value.serviceEntries];report({message:"missing",severity,on:virtualService,at:destination.at(["port","number"]),related:declared?[{at:declared.at(["spec","ports"],"key"),message:"its ports"}]:[],data:{host:host.value,port:port.value,ports:mesh.portsOf(target.value).join(", ")||"none"}})}}};var virtualservice_port_required_default={id:"virtualservice-port-required",topic:"references",summary:"A VirtualService names no port of a host that has several",why:"Istio can not tell which port is meant and takes the one of the request, which the host need not have.",fix:"Write port.number.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination"],aliases:["IST0112"],each:"VirtualService",needs:[],messages:{required:'Host "{host}" has the ports {ports}, and this destination names none of them.'},examples:{good:[{title:"a Service with one port",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
          `}}],bad:[{title:"a Service with two ports",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redis }, ports: [{ name: tcp, port: 6379 }, { name: metrics, port: 9121 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis #! required
        `},{title:"a mirror",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: prod }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: https, port: 443 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: prod }
          spec:
            hosts: [web]
            http:
              - route: [{ destination: { host: web, port: { number: 80 } } }]
                mirror:
                  host: web #! required
        `},{title:"requests for another host, at a port that this one does not have",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: prod }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: https, port: 443 }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: old, namespace: prod }
          spec: { selector: { app: old }, ports: [{ name: http, port: 8080 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: old, namespace: prod }
          spec:
            hosts: [old]
            http:
              - route:
                  - destination:
                      host: web #! required
        `}]},check(virtualService,{mesh,report,cannotTell}){for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),port=destination.has("port");if(!host.known||!host.value||!port.known||port.value||!virtualService.namespace)continue;let target=mesh.resolve(host.value,virtualService.namespace);if(!target.known||!target.value)continue;let required=mesh.needsPort(target.value);if(required.known||cannotTell(virtualService,required),!required.known||!required.value)continue;let ports=mesh.portsOf(target.value),asked2=requestPorts(virtualService,mesh),fits=asked2?.every(port2=>ports.includes(port2));report({message:"required",severity:fits?"info":asked2?severity:"warning",on:virtualService,at:destination.at(["host"]),data:{host:host.value,ports:ports.join(", ")}})}}};function requestPorts(virtualService,mesh){let{namespace}=virtualService,gateways=virtualService.entries("spec","gateways");if(!namespace||gateways.gaps.length>0||gateways.items.some(one=>!isKnown(one.get(),"mesh")))return;let ports=virtualService.entries("spec","hosts").items.map(item=>{let host=item.get(),target=host.known&&host.value?mesh.resolve(host.value,namespace):void 0;return target?.known&&target.value?mesh.portsOf(target.value):void 0});return ports.every(some=>some!==void 0)&&ports.length>0?ports.flat():void 0}var virtualservice_service_empty_default={id:"virtualservice-service-empty",topic:"references",summary:"A VirtualService routes to a Service that selects no pod",why:"The Service has no endpoints: every request of the route is answered with 503, every connection is closed.",fix:"Let the selector of the Service be labels of the pod template that it is for.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes"],aliases:[],each:"VirtualService",needs:[],messages:{empty:'Service "{service}" selects no pod of any workload in its namespace.'},examples:{good:[{title:"a Service that selects pods",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
          `}},{title:"a Service whose endpoints are made by hand",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { ports: [{ port: 6379 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis
        `}],bad:[{title:"a selector that is not the label",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redsi }, ports: [{ port: 6379 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec: { template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis #! empty
        `},{title:"the pod of an ordinal that is not made",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: v1
            kind: Service
            metadata: { name: redis-5, namespace: prod }
            spec: { selector: { statefulset.kubernetes.io/pod-name: redis-5 }, ports: [{ port: 6379 }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis-5 #! empty
          `}}]},check(virtualService,{mesh,report,cannotTell}){for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host");if(!host.known||!host.value||!virtualService.namespace)continue;let target=mesh.resolve(host.value,virtualService.namespace);if(!target.known||!target.value||target.value.serviceEntries.length>0)continue;let{services}=target.value,[service2]=services;if(!service2||services.some(one=>!isFalse(mesh.isSelectorless(one))))continue;let empty=allOf(services.map(one=>mapMaybe(mesh.podsOf(one),pods=>pods.length===0)));empty.known||cannotTell(virtualService,empty),!(!empty.known||!empty.value)&&report({message:"empty",severity,on:virtualService,at:destination.at(["host"]),related:[{at:service2.at(["spec","selector"],"key"),message:"its selector"}],data:{service:showName(service2)}})}}};function isFalse(maybe){return maybe.known&&!maybe.value}var virtualservice_subset_missing_default={id:"virtualservice-subset-missing",topic:"references",summary:"A VirtualService routes to a subset that no DestinationRule defines",why:"Envoy has no cluster for the subset: every request of the route is answered with 503, every connection is closed.",fix:"Define the subset in a DestinationRule for the host, or name one that is defined.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset"],aliases:["IST0101","KIA1107"],each:"VirtualService",needs:[],messages:{missing:'No DestinationRule defines subset "{subset}" of host "{host}".{hint}'},examples:{good:[{title:"a subset of one pod",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primary
          `}}],bad:[{title:"subsets of a host whose Service is not in the input",files:`
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: reviews, namespace: shop }
          spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: reviews, namespace: shop }
          spec:
            hosts: [reviews]
            http:
              - route:
                  - destination:
                      host: reviews
                      subset: v2 #! missing
        `},{title:"a misspelt subset",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: redis, namespace: prod }
            spec:
              host: redis
              subsets:
                - name: primary
                  labels: { statefulset.kubernetes.io/pod-name: redis-0 }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primry #! missing
          `}},{title:"no DestinationRule at all",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
                        subset: primary #! missing
          `}}]},check(virtualService,{mesh,report,cannotTell}){let{namespace}=virtualService;if(namespace)for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),subset=destination.get("subset");if(subset.known||cannotTell(virtualService,subset),!host.known||!host.value||!subset.known||!subset.value)continue;let target=mesh.resolve(host.value,namespace);if(target.known&&!target.value)continue;let defined=mesh.subsetsOf(host.value,subset.value,namespace);if(defined.known||cannotTell(virtualService,defined),!defined.known||defined.value.length>0)continue;let hint=hintFor(subset.value,mesh.subsetNames(host.value,namespace)),data={subset:subset.value,host:host.value,hint};report({message:"missing",severity,on:virtualService,at:destination.at(["subset"]),data})}}};function hintFor(subset,names3){let isVersion=name=>name.replace(/\d/g,"")===subset.replace(/\d/g,""),slip=didYouMean2(nearestNames(subset,names3).filter(name=>!isVersion(name)));return slip!==""||names3.length===0?slip:` It has ${names3.slice(0,5).map(name=>`"${name}"`).join(", ")}${names3.length>5?", …":""}.`}function routesTo(pod,mesh,snapshot){let services=mesh.servicesOf(pod);if(!services.known||services.value.length===0)return[];let own=new Set(services.value);return snapshot.all("VirtualService").flatMap(route=>destinationsOf(route).flatMap(({destination})=>{let host=destination.get("host"),namespace=route.namespace;if(!host.known||!host.value||!namespace)return[];let target=mesh.resolve(host.value,namespace),service2=target.known?target.value?.services.find(one=>own.has(one)):void 0;if(!service2||isToldOtherwise(service2,mesh,snapshot))return[];let port=targetPort(service2,destination.get("port","number"),pod);return port===void 0?[]:[{port,route:`VirtualService "${showName(route)}"`,at:destination.at(["host"])}]}))}function targetPort(service2,number,pod){let{items}=service2.entries("spec","ports");if(!number.known)return;let chosen=number.value===void 0?items:items.filter(one=>isKnown(one.get("port"),number.value)),[port]=chosen;if(!port||chosen.length>1)return;let target=port.get("targetPort");if(!target.known)return;if(typeof target.value!="string"){let plain=target.value===void 0?port.get("port"):target;return plain.known&&typeof plain.value=="number"?plain.value:void 0}let found=pod.pods.first.body.entries("spec","containers").items.flatMap(container=>container.entries("ports").items).find(one=>isKnown(one.get("name"),target.value))?.get("containerPort");return found?.known?found.value:void 0}function isToldOtherwise(service2,mesh,snapshot){return snapshot.all("DestinationRule").some(rule=>{let host=rule.get("spec","host");if(!host.known||!host.value||!rule.namespace)return!host.known;let target=mesh.resolve(host.value,rule.namespace);if(target.known&&!target.value?.services.includes(service2)&&!host.value.includes("*"))return!1;let mode=rule.get("spec","trafficPolicy","tls","mode");return!isKnown(rule.has("spec","trafficPolicy","portLevelSettings"),!1)||rule.entries("spec","subsets").items.some(subset=>!isKnown(subset.has("trafficPolicy"),!1))||!(isKnown(mode,void 0)||isKnown(mode,"ISTIO_MUTUAL"))})}var rootNamespace="istio-system";function tlsMode(pod,port,snapshot){let policies=rankedIn(snapshot),ofMesh={policies:policies.ofMesh,perhaps:[]},ranks=[policiesOfPod(pod,policies),policiesOfNamespace(pod,policies),ofMesh];for(let[index,rank]of ranks.entries()){let said=agreedMode(rank,index===0?port:void 0);if(!said.known)return said;if(said.value)return known(said.value)}return snapshot.complete?known({mode:"PERMISSIVE",policy:void 0,at:void 0}):unknown({what:`the PeerAuthentication that holds for ${pod.owner.kind} "${showName(pod.owner)}"`,hint:"add it to the input, or say by --complete that there is none"})}var ranked=new WeakMap;function rankedIn(snapshot){let before=ranked.get(snapshot);if(before)return before;let all2=snapshot.all("PeerAuthentication"),plain=all2.filter(policy=>!hasSelector(policy)),found={selecting:all2.filter(policy=>hasSelector(policy)&&!isRoot(policy)).map(policy=>({policy,selector:readSelector(policy.view("spec","selector"))})),ofNamespaces:plain.filter(policy=>!isRoot(policy)),ofMesh:plain.filter(isRoot)};return ranked.set(snapshot,found),found}function policiesOfPod(pod,{selecting}){let found={policies:[],perhaps:[]};for(let{policy,selector}of selecting){if(!isBeside(policy,pod))continue;let matches=selectorMatches(selector,pod.labels);matches.known?matches.value&&found.policies.push(policy):found.perhaps.push(policy)}return found}function policiesOfNamespace(pod,{ofNamespaces}){return{policies:ofNamespaces.filter(one=>isBeside(one,pod)),perhaps:[]}}function hasSelector(policy){let{items,gaps}=policy.entries("spec","selector","matchLabels");return items.length+gaps.length>0}function isRoot({namespace}){return namespace?.known===!0&&namespace.value===rootNamespace}function isBeside(policy,{owner}){return policy.namespace&&owner.namespace?isKnown(sameNamespace(policy.namespace,owner.namespace),!0):!1}function agreedMode({policies,perhaps},port){let said=[...policies,...perhaps].map(policy=>modeIn(policy,port));for(let one of said)if(!one.known)return one;let modes=said.map(one=>one.known?one.value:void 0),[first]=modes;if(modes.some(one=>one?.mode!==first?.mode)||perhaps.length>0&&first){let names3=[...new Set([...policies,...perhaps].map(policy=>`"${showName(policy)}"`))],listed=names3.length>3?`${names3.slice(0,3).join(", ")} or another`:names3.join(" or ");return unknown({what:`which PeerAuthentication counts, ${listed}`,hint:"leave one of them"})}return known(first)}function modeIn(policy,port){let places=port===void 0?[]:[["spec","portLevelMtls",String(port),"mode"]];for(let place of[...places,["spec","mtls","mode"]]){let mode=policy.raw(...place);if(!mode.known)return mode;let{value}=mode;if(value==="STRICT"||value==="PERMISSIVE"||value==="DISABLE")return known({mode:value,policy,at:policy.at(place)})}return known(void 0)}function portsIn(list){return list.split(",").map(one=>one.trim()).filter(one=>/^\d+$/.test(one)).map(Number)}function isListed(list,port){return list==="*"||portsIn(list).includes(port)}var templatesKey2="inject.istio.io/templates";function besideSidecar(pod,severity){let sure2=clashSeverity(pod);if(!(!sure2||istioRole(pod.pods.first.body)||!hasSidecarTemplate(pod.pods.first.annotations)))return sure2==="error"?severity:severity==="error"?"warning":"info"}function hasSidecarTemplate(annotations){let asked2=labelValue(annotations,templatesKey2);return!asked2.known||asked2.value===void 0?!0:asked2.value.split(",").some(template2=>template2.trim()==="sidecar")}function ownInitContainers(pod){return initContainers(pod).filter(container=>isKnown(container.get("restartPolicy"),void 0))}function ownNativeSidecars(pod){return initContainers(pod).filter(container=>isKnown(container.get("restartPolicy"),"Always"))}function initContainers(pod){let{items}=pod.pods.first.body.entries("spec","initContainers");return items.filter(container=>!isIstioContainer(container))}function annotationOf(pod,key){let{annotations}=pod.pods.first,value=labelValue(annotations,key)??absent;if(!(!value.known||value.value===void 0))return{key,value:value.value,at:labelPlace(annotations,key)??pod.owner.at(["metadata","name"])}}var inbound_port_uncaptured_default={id:"inbound-port-uncaptured",topic:"sidecar",summary:"Mesh configuration names a port that is kept from the sidecar",why:"What is sent to this port goes straight to the application. Nobody enforces policies there, and nobody ends the mutual TLS that the sidecars and gateways of clients go on speaking: Istio does not look at these annotations when it configures them.",fix:"Take the port off the annotation; or remove the policy, and give clients a DestinationRule with TLS mode DISABLE for the port.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeInboundPorts","https://github.com/istio/istio/issues/30311"],each:"workload",needs:["AuthorizationPolicy","DestinationRule","PeerAuthentication","VirtualService"],messages:{policy:'{policy} names port {port}, which "{annotation}" keeps from the sidecar of {workload}: nobody enforces it.',route:'{route} sends to port {port} of {workload}, which "{annotation}" keeps from the sidecar: nobody ends the mutual TLS of its clients.'},examples:{good:[{title:"other ports, and clients that are told to speak plain text",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090" }
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: http-m, port: 9090 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec:
            hosts: [web]
            http:
              - route: [{ destination: { host: web, port: { number: 80 } } }]
              - route: [{ destination: { host: web, port: { number: 9090 } } }]
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: web, namespace: shop }
          spec: { host: web, trafficPolicy: { portLevelSettings: [{ port: { number: 9090 }, tls: { mode: DISABLE } }] } }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: web, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            rules: [{ to: [{ operation: { ports: ["8080"] } }] }]
        `}],bad:[{title:"policies and a route for ports that no sidecar sees",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: web, namespace: shop }
          spec:
            serviceName: web
            template:
              metadata:
                labels: { app: web }
                annotations:
                  traffic.sidecar.istio.io/excludeInboundPorts: "8080, 9090" #! route, policy
              spec:
                containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: shop }
          spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: AuthorizationPolicy
          metadata: { name: metrics, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            rules: [{ to: [{ operation: { ports: ["9090"] } }] }]
        `},{title:"a list of all that is captured leaves the port out",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations:
              traffic.sidecar.istio.io/includeInboundPorts: "8081" #! policy
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: web, namespace: shop }
          spec:
            selector: { matchLabels: { app: web } }
            portLevelMtls: { 8080: { mode: STRICT } }
        `}]},check(pod,{snapshot,mesh,report}){let severity=besideSidecar(pod,"error"),keeps=severity&&keepsOut(pod);if(!keeps)return;let workload=titleOf(pod.owner);for(let{port,policy,at}of policyPorts(pod,mesh,snapshot)){let annotation=keeps(port);if(!annotation)continue;let related=[{at,message:"the port is named here"}],data={policy:titleOf(policy),port,annotation:annotation.key,workload};report({message:"policy",severity,on:pod.owner,at:annotation.at,related,pod,data})}for(let{port,route,at}of routesTo(pod,mesh,snapshot)){let annotation=keeps(port),mode=annotation&&tlsMode(pod,port,snapshot);if(!annotation||mode?.known&&mode.value.mode==="DISABLE")continue;let related=[{at,message:"the destination"}],data={route,port,annotation:annotation.key,workload};report({message:"route",severity,on:pod.owner,at:annotation.at,related,pod,data})}}},prefix="traffic.sidecar.istio.io/";function keepsOut(pod){let included=annotationOf(pod,`${prefix}includeInboundPorts`),excluded=annotationOf(pod,`${prefix}excludeInboundPorts`);return included&&included.value!=="*"?port=>isListed(included.value,port)?void 0:included:excluded&&(port=>isListed(excluded.value,port)?excluded:void 0)}function policyPorts(pod,mesh,snapshot){return mesh.configurationOf(pod).flatMap(policy=>{let authorization=snapshot.all("AuthorizationPolicy").find(({id,file})=>id===policy.id&&file===policy.file),peer=snapshot.all("PeerAuthentication").find(({id,file})=>id===policy.id&&file===policy.file);return[...authorization?authorizedPorts(authorization):[],...peer?strictPorts(peer):[]].map(({port,at})=>({port,at,policy}))})}function authorizedPorts(policy){return policy.entries("spec","rules").items.flatMap(rule=>rule.entries("to").items).flatMap(to=>to.entries("operation","ports").items).flatMap(item=>{let port=item.get();return port.known&&port.value?[{port:Number(port.value),at:item.at()}]:[]})}function strictPorts(policy){return policy.entries("spec","portLevelMtls").items.filter(one=>isKnown(one.get("mode"),"STRICT")).map(one=>({port:Number(one.key),at:one.at()}))}function exampleInjector({cni=!1,native=!1,hold=!1}){return`
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    defaultConfig: { holdApplicationUntilProxyStarts: ${hold} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data:
  config: |
    policy: enabled
    defaultTemplates: [sidecar]
    templates:
      sidecar: |
        metadata: {}
  values: |
    {
      "global": {
        "tag": "1.31.0",
        "proxy": {
          "includeIPRanges": "*", "excludeIPRanges": "", "includeInboundPorts": "*",
          "excludeInboundPorts": "", "includeOutboundPorts": "", "excludeOutboundPorts": ""
        }
      },
      "pilot": { "cni": { "enabled": ${cni} }, "env": { "ENABLE_NATIVE_SIDECARS": "${native}" } },
      "sidecarInjectorWebhook": { "rewriteAppHTTPProbe": true }
    }
`}function networkTarget(words){let[first="",...args]=words,device=words.find(word=>word.startsWith("/dev/tcp/"));if(device!==void 0){let[,,,host="",port]=device.split("/");return{host,port:portOf(port)}}return readers.get(commandName(first))?.(args)}function commandName(word){return word.slice(word.lastIndexOf("/")+1).replace(/\.sh$/,"")}function portOf(text){return text!==void 0&&/^\d+$/.test(text)?Number(text):void 0}function option(args,...names3){for(let[index,arg]of args.entries())for(let name of names3){if(arg===name)return args[index+1];if(arg.startsWith(`${name}=`))return arg.slice(name.length+1);if(name.length===2&&arg.startsWith(name)&&arg.length>2)return arg.slice(2)}}function hasOption(args,letter){return args.some(arg=>new RegExp(`^-[a-zA-Z]*${letter}`).test(arg))}var defaultPorts=new Map([["http",80],["https",443],["ftp",21],["ssh",22],["git",9418],["redis",6379],["rediss",6379],["mongodb",27017],["postgres",5432],["postgresql",5432],["mysql",3306]]);function urlIn(args){for(let arg of args){let match=/^([a-z]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|\$\{[^}]*\}|[^/:?,]*)(?::([^/?,]*))?/.exec(arg),[,scheme="",host="",port]=match??[],standard=scheme==="tcp"?void 0:defaultPorts.get(scheme);if(!(!match||host===""||scheme!=="tcp"&&standard===void 0))return{host,port:port===void 0?standard:portOf(port)}}}function addressIn(args){for(let arg of args){let match=/^(\$\{[^}]*\}|[\w.-]+):(\$\{[^}]*\}|\$\w+|\d+)$/.exec(arg);if(match)return{host:match[1]??"",port:portOf(match[2])}}}var netcat=args=>{if(hasOption(args,"l")||hasOption(args,"u")||hasOption(args,"U"))return;let places=args.filter((arg,index)=>!arg.startsWith("-")&&!/^-[a-zA-Z]*[wipsqxX]$/.test(args[index-1]??"")),[host,port]=places;return host===void 0||port===void 0?void 0:{host,port:portOf(port)}};function client(standard,portName){return args=>{let host=option(args,"--host","-h"),port=option(args,"--port",portName);if(host===void 0)return urlIn(args);if(!host.startsWith("/"))return{host,port:port===void 0?standard:portOf(port)}}}function download(...verbs){return args=>{let verb=args.find(arg=>!arg.startsWith("-")),isOffline=args.some(arg=>/^--(no-index|offline|no-network|version|help)\b/.test(arg));return verb===void 0||isOffline||!verbs.includes(verb)?void 0:{host:"a package registry",port:443}}}var apiVerbs=/^(get|wait|apply|create|delete|patch|exec|logs|describe|rollout|label|annotate|scale|replace|set|auth|cp|api-resources)$/,kubectl=args=>{if(!args.some(arg=>/^--(client|dry-run=client|local)$/.test(arg)))return args.some(arg=>apiVerbs.test(arg))?{host:"Kubernetes' API",port:443}:void 0},git=args=>{if(!args.some(arg=>/^(clone|fetch|pull|push|ls-remote)$/.test(arg)))return;let ssh=args.map(arg=>/^[\w.-]+@([\w.-]+):/.exec(arg)?.[1]).find(host=>host!==void 0);return ssh===void 0?urlIn(args):{host:ssh,port:22}},waitFor=args=>{let host=option(args,"--host","-h");return host!==void 0?{host,port:portOf(option(args,"--port","-p"))}:addressIn(args)??urlIn(args)},web=args=>args.some(arg=>arg.startsWith("--unix-socket"))?void 0:urlIn(args),names2=args=>{let host=args.find(arg=>!arg.startsWith("-")&&arg!=="hosts"&&arg!=="ahosts");return host===void 0?void 0:{host,port:53,isDns:!0}},postgres=client(5432,"-p"),mysql=client(3306,"-P"),readers=new Map([...["nc","ncat","netcat","telnet"].map(name=>[name,netcat]),...["curl","wget","http","dockerize"].map(name=>[name,web]),...["psql","pg_isready","pg_dump","pg_restore","createdb"].map(name=>[name,postgres]),...["mysql","mysqladmin","mysqldump","mariadb","mariadb-admin"].map(name=>[name,mysql]),["redis-cli",client(6379,"-p")],...["mongo","mongosh","mongodump"].map(name=>[name,client(27017,"-p")]),...["kubectl","oc"].map(name=>[name,kubectl]),["git",git],...["wait-for-it","wait-for","wait_for_it","wait4x"].map(name=>[name,waitFor]),...["apk","apt","apt-get","yum","dnf","microdnf"].map(name=>[name,download("add","update","install","upgrade","makecache")]),...["pip","pip3","npm","yarn","pnpm","gem"].map(name=>[name,download("install","ci","add")]),...["nslookup","dig","getent"].map(name=>[name,names2])]),openers=new Set(["nc","ncat","netcat","telnet","bash","wait-for-it","wait-for","wait_for_it"]);function needsAnswer(command){return!openers.has(command)}var openers2=new Set(["if","then","else","elif","do","while","until","!","{","time"]),closers=new Set(["done","fi","esac","}"]),harmless=new Set(["true",":","echo"]),longest=65536,deepest=20;function shellCommands(script,depth=0){if(depth>deepest)return[];let reader=new ScriptReader(script.slice(0,longest),depth);return reader.read(),reader.commands()}var ScriptReader=class{#text;#depth;#drafts=[];#nested=[];#pending=[];#documents=[];#at=0;#loops=0;#words=[];#word;#skipsWord=!1;#opensGroup=!1;constructor(text,depth){this.#text=text,this.#depth=depth}commands(){return[...this.#drafts.map(({words,isRepeated,separator},index)=>{let next=this.#drafts[index+1],isCaught=separator==="||"&&next!==void 0&&!next.isGroup&&harmless.has(next.words[0]??"");return{words,isRepeated,mayFail:isCaught}}),...this.#nested]}read(){for(;this.#at<this.#text.length;)this.#step(this.#text[this.#at]??"");this.#endCommand("")}#step(char){char==="\\"?this.#escape():char==="'"?this.#quoted():char==='"'?this.#doubleQuoted():char==="$"||char==="`"?this.#expansion(char):char==="#"&&this.#word===void 0?this.#at=this.#lineEnd():char==="<"||char===">"?this.#redirection():char===`
`?this.#newLine():";&|()".includes(char)?this.#separator(char):/\s/.test(char)?this.#endWord(1):this.#add(char,1)}#add(text,length){this.#word=(this.#word??"")+text,this.#at+=length}#lineEnd(){let end=this.#text.indexOf(`
`,this.#at);return end<0?this.#text.length:end}#escape(){this.#text[this.#at+1]===`
`?this.#at+=2:this.#add(this.#text[this.#at+1]??"",2)}#quoted(){let end=this.#text.indexOf("'",this.#at+1),stop=end<0?this.#text.length:end;this.#add(this.#text.slice(this.#at+1,stop),stop+1-this.#at)}#doubleQuoted(){for(this.#add("",1);this.#at<this.#text.length&&this.#text[this.#at]!=='"';){let char=this.#text[this.#at]??"";char==="\\"?this.#escape():char==="$"||char==="`"?this.#expansion(char):this.#add(char,1)}this.#at++}#expansion(char){let close=char==="`"?"`":{"(":")","{":"}"}[this.#text[this.#at+1]??""];if(close===void 0){this.#add(char,1);return}let start=this.#at+(char==="`"?1:2),end=closing(this.#text,start,close),inner=this.#text.slice(start,end),isVariable=close==="}"||/^\w+$/.test(inner);!isVariable&&!inner.startsWith("(")&&(this.#pending=[...this.#pending,...shellCommands(inner,this.#depth+1)]),this.#add(isVariable?`\${${inner}}`:"$()",end+1-this.#at)}#redirection(){let sign=/^[<>]{1,3}[&|]?-?/.exec(this.#next())?.[0]??"<";this.#word!==void 0&&/^\d+$/.test(this.#word)&&(this.#word=void 0),this.#endWord(sign.length);let target=/^[ \t]*(["']?)([\w./${}-]+)\1/.exec(this.#next());sign.startsWith("<<")&&sign!=="<<<"&&this.#documents.push(target?.[2]??""),target?.[2]?.startsWith("/dev/tcp/")&&this.#words.push(target[2]),this.#skipsWord=!0}#next(){return this.#text.slice(this.#at,this.#at+300)}#newLine(){this.#endCommand(`
`),this.#at++;for(let end of this.#documents.splice(0)){let rest=this.#text.slice(this.#at),found=rest.split(`
`).findIndex(line=>line.trim()===end),lines=found<0?rest.length:rest.split(`
`).slice(0,found+1).join(`
`).length;this.#at+=lines}}#separator(char){let isDouble=this.#text[this.#at+1]===char&&"&|;".includes(char);this.#endCommand(isDouble?char+char:char),this.#at+=isDouble?2:1}#endWord(length){this.#word!==void 0&&!this.#skipsWord&&this.#words.push(this.#word),this.#word!==void 0&&(this.#skipsWord=!1),this.#word=void 0,this.#at+=length}#endCommand(separator){this.#endWord(0),this.#skipsWord=!1;let words=this.#words;this.#words=[];let isGroup=this.#opensGroup;for(this.#opensGroup=separator==="("&&words.length===0;openers2.has(words[0]??"")||closers.has(words[0]??"");){let word=words.shift();(word==="while"||word==="until")&&this.#loops++,word==="done"&&(this.#loops=Math.max(0,this.#loops-1)),word==="{"&&(isGroup=!0)}let isRepeated=this.#loops>0;this.#nested.push(...this.#pending.map(one=>({...one,isRepeated:one.isRepeated||isRepeated}))),this.#pending=[];let last=this.#drafts.at(-1);words.length>0?this.#drafts.push({words,isRepeated,isGroup,separator}):isGroup?this.#opensGroup=!0:separator==="||"&&last&&(last.separator=separator)}};function closing(text,start,close){let open={")":"(","}":"{"}[close],depth=0;for(let at=start;at<text.length;at++){let char=text[at];if(char==="\\")at++;else if(char==="'"&&close===")"){let end=text.indexOf("'",at+1);end>0&&(at=end)}else if(char===open)depth++;else if(char===close&&depth--===0)return at}return text.length}function targetName({host:written,port}){let host=written.replaceAll("$()","…");return port===void 0||/\s/.test(host)?host:`${host}:${port}`}function commandCalls(container){let command=textsIn(container.entries("command").items),args=textsIn(container.entries("args").items),words=command.length>0||isShell(args[0]??"")?[...command,...args]:[],key=command.some(word=>!isShell(word)&&!word.startsWith("-"))?"command":"args";return callsOf(words,environment(container),container.at([key],"key"))}function hookCalls(container,hook){let exec=container.view("lifecycle",hook,"exec");return callsOf(textsIn(exec.entries("command").items),environment(container),exec.at(["command"],"key"))}function textsIn(items){return items.map(item=>item.get()).flatMap(text=>text.known&&text.value!==void 0?[text.value]:[])}var shells=/^(sh|bash|ash|dash|zsh)$/;function isShell(word){return shells.test(commandName(word))}var mostWords=200;function callsOf(words,variables,at){return callsIn(words.map(word=>resolved(word,variables)),variables,at,!1)}function callsIn(words,variables,at,isRepeated){let[first="",...rest]=unwrapped(words.slice(0,mostWords));if(isShell(first)){let flag=rest.findIndex(word=>/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)),script=flag<0?void 0:rest.slice(flag+1).find(word=>!word.startsWith("-"));return(script===void 0?[]:shellCommands(script)).flatMap(one=>{let own=one.words.map(word=>resolved(word,variables));return one.mayFail?[]:callsIn(own,variables,at,isRepeated||one.isRepeated)})}let target=networkTarget([first,...rest]);return target&&!isOwnPod(target.host)?[{...target,command:first.startsWith("/dev/")?"bash":commandName(first),isRepeated,at}]:[]}function unwrapped(words){let[first="",...rest]=words;if(/^\w+=/.test(first))return unwrapped(rest);switch(commandName(first)){case"exec":case"sudo":case"nohup":case"command":case"env":case"busybox":return unwrapped(rest);case"timeout":{let start=rest.findIndex(word=>!/^(-.*|\d+(\.\d+)?[smhd]?)$/.test(word));return start<0?[]:unwrapped(rest.slice(start))}default:return words}}function isOwnPod(host){return/^(localhost|127\.[\d.]+|\[?::1\]?|0\.0\.0\.0|)$/.test(host)}function environment(container){let variables=new Map;for(let item of container.entries("env").items){let name=item.get("name"),value=item.get("value");name.known&&name.value&&value.known&&value.value!==void 0&&variables.set(name.value,value.value)}return variables}function resolved(word,variables){return/\s/.test(word)?word:word.replace(/\$\((\w+)\)|\$\{(\w+)\}|\$(\w+)/g,(whole,...names3)=>{let name=names3.slice(0,3).find(one=>one!==void 0);return variables.get(name??"")??whole})}function isCaptured(call,container,pod,traits){let placeGap=unknown({what:`which address ${targetName(call)} has`,hint:"look whether the ranges that the sidecar captures hold it"}),whereTo=/^\$[\w{}()]*$/.test(call.host)?placeGap:yes,ports=traits.traffic("excludeOutboundPorts"),excluded=thenMaybe(ports,list=>{let listed=list.split(",").map(one=>one.trim());return list===""||call.port!==void 0&&!listed.includes(String(call.port))?no:call.port===void 0?placeGap:yes}),inRanges=thenMaybe(traits.traffic("includeOutboundIPRanges"),ranges=>ranges==="*"?yes:ranges===""?no:placeGap),outOfRanges=thenMaybe(traits.traffic("excludeOutboundIPRanges"),ranges=>ranges===""?no:ranges.split(",").includes("0.0.0.0/0")?yes:placeGap);return allOf([not(mapMaybe(traits.interceptionMode,mode=>mode==="NONE")),not(runsAsProxy(container,pod)),...call.isDns?[traits.capturesDns]:[not(excluded),inRanges,not(outOfRanges),whereTo]])}function runsAsProxy(container,pod){let{body}=pod.pods.first;return anyOf(["runAsUser","runAsGroup"].map(field=>{let own=container.get("securityContext",field),counts=isKnown(own,void 0)?body.get("spec","securityContext",field):own;return mapMaybe(counts,id=>id===1337)}))}function strictBehind(service2,port,mesh,snapshot){let pods=mesh.podsOf(service2);if(!pods.known||pods.value.length===0)return;let modes=pods.value.map(pod=>strictOn(service2,port,pod,snapshot));return modes.every(mode=>mode!==void 0)?modes[0]:void 0}function strictOn(service2,port,pod,snapshot){let number={known:!0,value:port},target=pod.verdict==="injected"?targetPort(service2,number,pod):void 0,mode=target===void 0?void 0:tlsMode(pod,target,snapshot),isExempt=pod.pods.first.annotations.known.has("traffic.sidecar.istio.io/excludeInboundPorts");return mode?.known&&mode.value.mode==="STRICT"&&!isExempt?mode.value:void 0}function serviceCalled(host,pod,mesh){let{namespace}=pod.owner;if(!namespace)return;let target=mesh.resolve(host,namespace);return(target.known&&target.value?target.value:mesh.meantBy(host,namespace))?.services.find(one=>one.name.known&&isKnown(one.exists,!0))}var init_container_before_sidecar_default={id:"init-container-before-sidecar",topic:"sidecar",summary:"An init container needs the network before the sidecar runs",why:"A sidecar that is no native one starts after the init containers. Where Istio’s CNI plugin redirects the traffic of the pod before any container starts, nothing that they send arrives; without it they speak plain text, which workloads under STRICT mutual TLS refuse. The pod never starts.",fix:'Use native sidecars (Kubernetes 1.33 and Istio 1.27, or the annotation "sidecar.istio.io/nativeSidecar"), run the init container as user 1337, or exclude the port by "traffic.sidecar.istio.io/excludeOutboundPorts".',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers","https://istio.io/latest/blog/2023/native-sidecars/"],each:"workload",needs:["PeerAuthentication"],messages:{cutOff:'Init container "{container}" calls {target} by "{command}" before the sidecar runs, and the CNI plugin redirects the call to it.',wouldBeCutOff:'Init container "{container}" calls {target} by "{command}", and if the pod gets its sidecar the CNI plugin redirects the call to it before it runs.',plain:'Init container "{container}" calls {target} by "{command}" before the sidecar runs, and PeerAuthentication "{policy}" refuses plain text there.'},examples:{good:[{title:"a native sidecar runs before the init containers",files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { sidecar.istio.io/inject: "true" }
            annotations: { sidecar.istio.io/nativeSidecar: "true" }
          spec:
            initContainers: [{ name: wait, image: busybox, command: [sh, -c, "until nc -z db 5432; do sleep 1; done"] }]
            containers: [{ name: web, image: web }]
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop }
        `},{title:"without the CNI plugin the traffic is redirected after the init containers",files:{"istio.yaml":exampleInjector({cni:!1}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/nativeSidecar: "false" } }
            spec:
              initContainers: [{ name: wait, image: busybox, command: [nc, -z, db, "5432"] }]
              containers: [{ name: web, image: web }]
          `}},{title:"calls that are not redirected, or reach nobody else",files:{"istio.yaml":exampleInjector({cni:!0}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                sidecar.istio.io/nativeSidecar: "false"
                traffic.sidecar.istio.io/excludeOutboundPorts: "5432"
            spec:
              initContainers:
                - { name: excluded, image: busybox, command: [nc, -z, db, "5432"] }
                - { name: user, image: busybox, command: [curl, "http://db"], securityContext: { runAsUser: 1337 } }
                - { name: self, image: busybox, command: [sh, -c, "curl http://localhost:8080"] }
                - { name: names, image: busybox, command: [sh, -c, "nc -lk 80 & echo curl http://db"] }
                - { name: optional, image: busybox, command: [sh, -c, "wget http://db || true"] }
              containers: [{ name: web, image: web }]
          `}},{title:"nobody says whether the CNI plugin is in use, or sidecars are native",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec:
            initContainers: [{ name: wait, image: busybox, command: [nc, -z, db, "5432"] }]
            containers: [{ name: web, image: web }]
        `,undecided:1}],bad:[{title:"waiting for a database that cannot be reached yet",files:{"istio.yaml":exampleInjector({cni:!0}),"web.yaml":`
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: web, namespace: shop }
            spec:
              serviceName: web
              template:
                metadata:
                  annotations: { sidecar.istio.io/nativeSidecar: "false" }
                spec:
                  initContainers:
                    - name: wait
                      image: busybox
                      env: [{ name: DB, value: db.shop }]
                      command: [sh, -c, "until pg_isready -h $DB; do sleep 1; done"] #! cutOff
                    - name: fetch
                      image: curlimages/curl
                      command: [sh, -c]
                      args: #! cutOff
                        - |
                          set -e
                          token=$(curl -s https://vault.shop:8200/v1/token)
                  containers: [{ name: web, image: web }]
          `}},{title:"the same in a pod of which nobody can tell",files:{"istio.yaml":exampleInjector({cni:!0}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: elsewhere, annotations: { sidecar.istio.io/nativeSidecar: "false" } }
            spec:
              initContainers:
                - name: wait
                  image: busybox
                  command: [wait-for-it.sh, "db:5432"] #! wouldBeCutOff
              containers: [{ name: web, image: web }]
          `}},{title:"plain text for a workload that takes mutual TLS only",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              initContainers:
                - name: config
                  image: curlimages/curl
                  command: [sh, -c, "curl -f http://config.shop:8080/web > /config/web"] #! plain
                - { name: wait, image: busybox, command: [nc, -z, config, "8080"] }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: config, namespace: shop }
            spec: { selector: { app: config }, ports: [{ name: http, port: 8080 }] }
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: config, namespace: shop }
            spec:
              serviceName: config
              template:
                metadata: { labels: { app: config } }
                spec: { containers: [{ name: config, image: config }] }
            ---
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: { name: default, namespace: shop }
            spec: { mtls: { mode: STRICT } }
          `}}]},check(pod,context){let severity=besideSidecar(pod,"error");if(!severity)return;let traits;for(let container of ownInitContainers(pod))for(let call of commandCalls(container)){traits??=context.sidecarOf(pod);let isReached=allOf([traits.hasCni,isCaptured(call,container,pod,traits)]),isCutOff=allOf([not(traits.isNative),isReached]),common={severity,on:pod.owner,at:call.at,pod},data={container:containerName(container),target:targetName(call),command:call.command};isCutOff.known||context.cannotTell(pod.owner,isCutOff);let strict=isKnown(isReached,!1)&&isKnown(traits.isNative,!1)?strictAt(call,pod,context):void 0;if(isKnown(isCutOff,!0)?context.report({...common,message:messageOf(pod),data}):strict?.policy&&context.report({...common,message:"plain",data:{...data,policy:showName(strict.policy)}}),!isKnown(isCutOff,!1)||strict)break}}};function messageOf(pod){return pod.verdict==="injected"?"cutOff":"wouldBeCutOff"}function strictAt({host,port,command},pod,{mesh,snapshot}){let service2=port===void 0||!needsAnswer(command)?void 0:serviceCalled(host,pod,mesh);return service2&&port!==void 0?strictBehind(service2,port,mesh,snapshot):void 0}var keys=["sidecar.istio.io/interceptionMode","proxy.istio.io/config"],interception_mode_unfit_default={id:"interception-mode-unfit",topic:"sidecar",summary:"Interception mode NONE where CNI refuses it, or nothing makes up for it",why:"Istio’s CNI plugin knows REDIRECT and TPROXY only: with NONE it fails, and the containers of the pod are never started. Without the plugin nothing is redirected: the sidecar sees only what a Sidecar resource gives it listeners for, while clients send mutual TLS straight to the application.",fix:'Remove the mode; to keep single ports from the sidecar use the annotations "traffic.sidecar.istio.io/…", and for no sidecar at all the label "sidecar.istio.io/inject" with the value "false".',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/#SidecarInterceptionMode","https://istio.io/latest/docs/setup/additional-setup/cni/"],each:"workload",needs:["Sidecar"],messages:{refused:'The CNI plugin refuses interception mode "NONE": no container of {workload} is started.',idle:'Interception mode "NONE" of {workload} captures no traffic, and no Sidecar resource gives its sidecar listeners.'},examples:{good:[{title:"another mode, and a Sidecar resource with listeners",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: transparent, namespace: shop, annotations: { sidecar.istio.io/interceptionMode: TPROXY } }
            spec: { containers: [{ name: web, image: web }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: { name: web, namespace: shop }
            spec:
              workloadSelector: { labels: { app: web } }
              ingress: [{ port: { number: 9080, protocol: HTTP, name: http }, defaultEndpoint: 127.0.0.1:8080 }]
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              labels: { app: web }
              annotations: { sidecar.istio.io/interceptionMode: NONE }
            spec: { containers: [{ name: web, image: web }] }
          `}},{title:"nobody says whether the CNI plugin is in use",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: { name: web, namespace: shop }
          spec: { ingress: [{ port: { number: 9080, protocol: HTTP, name: http } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/interceptionMode: NONE } }
          spec: { containers: [{ name: web, image: web }] }
        `,undecided:1}],bad:[{title:"a mode that the CNI plugin does not know",files:{"istio.yaml":exampleInjector({cni:!0}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                sidecar.istio.io/interceptionMode: NONE #! refused
            spec: { containers: [{ name: web, image: web }] }
          `}},{title:"a sidecar that nothing passes through",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              annotations:
                proxy.istio.io/config: '{ "interceptionMode": "NONE" }' #! idle
            spec: { containers: [{ name: web, image: web }] }
          `}}]},check(pod,{snapshot,report,cannotTell,sidecarOf}){let at=besideSidecar(pod,"error")&&modePlace(pod);if(!at)return;let{interceptionMode,hasCni}=sidecarOf(pod),isNone=mapMaybe(interceptionMode,mode=>mode==="NONE"),isRefused=allOf([isNone,hasCni]),isIdle=allOf([isNone,not(hasCni)]),common={on:pod.owner,pod,at,data:{workload:titleOf(pod.owner)}};isKnown(isRefused,!0)?report({...common,message:"refused",severity:besideSidecar(pod,"error")??"warning"}):isRefused.known?isKnown(isIdle,!0)&&!hasSidecarResource(pod,snapshot)&&report({...common,message:"idle",severity:besideSidecar(pod,"warning")??"info"}):cannotTell(pod.owner,isRefused)}};function modePlace(pod){let[own,config]=keys.map(key=>annotationOf(pod,key));return own?.at??(config?.value.includes("NONE")?config.at:void 0)}function hasSidecarResource({owner},snapshot){return snapshot.all("Sidecar").some(({namespace})=>!namespace||!owner.namespace?!0:namespace.known&&namespace.value==="istio-system"||!isKnown(sameNamespace(namespace,owner.namespace),!1))}var prefix2="traffic.sidecar.istio.io/",outbound_port_uncaptured_default={id:"outbound-port-uncaptured",topic:"sidecar",summary:"A workload keeps calls from its sidecar that only a sidecar can make",why:"What is sent to this port goes out in plain text. A workload that takes mutual TLS only refuses it.",fix:"Take the port (or range) off the annotation, or let the called workload take plain text on it.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeOutboundPorts","https://istio.io/latest/docs/reference/config/security/peer_authentication/"],each:"workload",needs:["PeerAuthentication","Service"],messages:{refused:'{workload} calls "{address}" past its sidecar by "{annotation}", but {policy} demands mutual TLS there.',unrouted:'{workload} calls "{address}" past its sidecar by "{annotation}": {configuration} does not apply to the call.',nothing:'"{annotation}" keeps all that {workload} sends from its sidecar.'},examples:{good:[{title:"a port of something else, and a workload that takes plain text",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: shop }
          spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: db, namespace: shop, labels: { app: db } }
          spec: { containers: [{ name: db, image: postgres, ports: [{ containerPort: 5432 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: db, namespace: shop }
          spec:
            selector: { matchLabels: { app: db } }
            mtls: { mode: STRICT }
            portLevelMtls: { 5432: { mode: PERMISSIVE } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "5432" } }
          spec: { containers: [{ name: web, image: web, env: [{ name: DB, value: "db:5432" }] }] }
        `}],bad:[{title:"plain text for a database that takes none",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: shop }
          spec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: shop }
          spec:
            serviceName: db
            template:
              metadata: { labels: { app: db } }
              spec: { containers: [{ name: db, image: postgres, ports: [{ containerPort: 5432 }] }] }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: shop }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundPorts: "5432,3306" #! refused
          spec: { containers: [{ name: web, image: web, env: [{ name: DB, value: "postgres://db.shop:5432/web" }] }] }
        `},{title:"a call that a route does not see, and one that everything is kept from",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: api, namespace: shop }
          spec: { selector: { app: api }, ports: [{ name: http, port: 8080 }] }
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: api, namespace: shop }
          spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: api, image: api }] } } }
          ---
          apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: { name: api, namespace: shop }
          spec: { host: api, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundPorts: "8080" #! unrouted
          spec: { containers: [{ name: web, image: web, args: ["--api=http://api:8080"] }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: job
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/includeOutboundIPRanges: "" #! unrouted
          spec: { containers: [{ name: job, image: job, env: [{ name: API, value: "api.shop.svc:8080" }] }] }
        `},{title:"no range is left",files:`
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/excludeOutboundIPRanges: 0.0.0.0/0 #! nothing
          spec: { containers: [{ name: web, image: web }] }
        `}]},check(pod,{snapshot,mesh,report}){let severity=besideSidecar(pod,"error");if(!severity)return;let workload=titleOf(pod.owner),ranges=annotationOf(pod,`${prefix2}excludeOutboundIPRanges`);if(ranges?.value.split(",").includes("0.0.0.0/0")){let data={annotation:ranges.key,workload};report({message:"nothing",severity:"info",on:pod.owner,at:ranges.at,pod,data})}let texts=spokenOf(pod),{everything,excluded}=uncapturedBy(pod);if(!(!everything&&!excluded))for(let service2 of snapshot.all("Service"))for(let port of portsOf(service2)){let annotation=everything??(excluded&&isListed(excluded.value,port)?excluded:void 0),address=annotation&&addressIn2(texts,service2,port,pod);if(!annotation||address===void 0)continue;let policy=strictBehind(service2,port,mesh,snapshot)?.policy,common={on:pod.owner,at:annotation.at,pod},data={workload,address,annotation:annotation.key};if(policy){let related=[{at:policy.at(["metadata","name"]),message:"demands mutual TLS"}];report({...common,message:"refused",severity,related,data:{...data,policy:titleFor(policy)}})}else for(let{resource}of clientConfiguration(service2,mesh)){let related=[{at:resource.at(["metadata","name"]),message:"names the Service"}],configuration=titleOf(resource);report({...common,message:"unrouted",severity:"info",related,data:{...data,configuration}})}}}};function titleFor(policy){return`PeerAuthentication "${showName(policy)}"`}function uncapturedBy(pod){if(annotationOf(pod,"proxy.istio.io/config")?.value.includes("OUTPUT_CERTS"))return{};let included=annotationOf(pod,`${prefix2}includeOutboundIPRanges`),ranges=annotationOf(pod,`${prefix2}excludeOutboundIPRanges`),byPort2=annotationOf(pod,`${prefix2}includeOutboundPorts`),isOff=included?.value===""&&!byPort2?.value,isAll=ranges?.value.split(",").includes("0.0.0.0/0");return{everything:isOff?included:isAll?ranges:void 0,excluded:annotationOf(pod,`${prefix2}excludeOutboundPorts`)}}function portsOf(service2){return service2.entries("spec","ports").items.map(item=>item.get("port")).flatMap(port=>port.known&&port.value!==void 0?[port.value]:[])}function clientConfiguration(service2,mesh){let pods=mesh.podsOf(service2),[first]=pods.known?pods.value:[],services=first&&mesh.servicesOf(first);return!first||!services?.known||services.value.length>1?[]:configurationOf(first,mesh).filter(({resource,effect})=>effect==="clients"&&/^(VirtualService|DestinationRule)$/.test(resource.kind))}function spokenOf(pod){return ownContainers(pod).flatMap(container=>[...container.entries("env").items.map(item=>item.get("value")),...container.entries("args").items.map(item=>item.get()),...container.entries("command").items.map(item=>item.get())].flatMap(value=>value.known&&value.value?[value.value]:[]))}function addressIn2(texts,service2,port,{owner}){let{name,namespace}=service2;if(!name.known||!namespace?.known)return;let isNear=isKnown(owner.namespace??namespace,namespace.value),tail=`${namespace.value}(?:\\.svc(?:\\.[\\w.-]+)?)?`;if(![name.value,namespace.value].every(word=>/^[\w-]+$/.test(word)))return;let host=`${name.value}(?:\\.${tail})${isNear?"?":""}`,pattern=new RegExp(`(?:^|[/@,=\\s"'])(${host}:${port})(?!\\d)`);return texts.map(text=>pattern.exec(text)?.[1]).find(found=>found!==void 0)}var post_start_before_sidecar_default={id:"post-start-before-sidecar",topic:"sidecar",summary:"A postStart hook needs the network before the sidecar runs",why:"The kubelet starts containers one after the other and waits for each postStart hook; a sidecar that is a plain container comes last, while the traffic is redirected to it already. The hook fails and its container is killed, or it waits for ever and the sidecar never starts.",fix:'Set holdApplicationUntilProxyStarts (in the annotation "proxy.istio.io/config" or the MeshConfig), or use native sidecars.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-hold_application_until_proxy_starts","https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"],each:"workload",needs:[],messages:{handler:'The postStart hook of container "{container}" is a {handler}, which the sidecar would have to answer before it runs.',call:'The postStart hook of container "{container}" calls {target} by "{command}" before the sidecar runs.',loop:'The postStart hook of container "{container}" waits for {target} by "{command}", and the sidecar for the hook: neither ends.'},examples:{good:[{title:"containers that wait for their sidecar, or a hook that needs no network",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata:
              name: waits
              namespace: shop
              annotations: { proxy.istio.io/config: '{ "holdApplicationUntilProxyStarts": true }' }
            spec:
              containers:
                - { name: web, image: web, lifecycle: { postStart: { httpGet: { path: /warm, port: 8080 } } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: local, namespace: shop }
            spec:
              containers:
                - { name: web, image: web, lifecycle: { postStart: { exec: { command: [sh, -c, "curl localhost:80; touch /ok"] } } } }
          `}},{title:"nobody says whether sidecars are native",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec:
            containers:
              - { name: web, image: web, lifecycle: { postStart: { tcpSocket: { port: 8080 } } } }
        `,undecided:1}],bad:[{title:"hooks that run while nothing answers",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              containers:
                - name: web
                  image: web
                  lifecycle:
                    postStart:
                      httpGet: { path: /warm, port: 8080 } #! handler
                - name: register
                  image: web
                  lifecycle:
                    postStart:
                      exec:
                        command: [sh, -c, "curl -X POST http://registry.shop/web"] #! call
                - name: wait
                  image: web
                  lifecycle:
                    postStart:
                      exec:
                        command: [sh, -c, "until curl -f http://db.shop:8080; do sleep 1; done"] #! loop
          `}}]},check(pod,{report,cannotTell,sidecarOf}){if(!besideSidecar(pod,"warning"))return;let traits,containers=pod.pods.first.body.entries("spec","containers").items;for(let container of containers.filter(one=>!isIstioContainer(one)))for(let hook of hooksOf(container)){traits??=sidecarOf(pod);let fails=allOf([not(traits.isNative),not(traits.holdsApplication),isInTheWay(hook,container,pod,traits)]);if(fails.known||cannotTell(pod.owner,fails),!isKnown(fails,!0))continue;let common={severity:besideSidecar(pod,hook.kind==="loop"?"error":"warning")??"info",on:pod.owner,pod,at:hook.at},data={container:containerName(container)};hook.kind==="handler"?report({...common,message:"handler",data:{...data,handler:hook.handler}}):report({...common,message:hook.kind,data:{...data,target:targetName(hook.call),command:hook.call.command}})}}};function hooksOf(container){return[...["httpGet","tcpSocket"].filter(handler=>isKnown(container.has("lifecycle","postStart",handler),!0)&&isKnown(container.get("lifecycle","postStart",handler,"host"),void 0)).map(handler=>({kind:"handler",handler,at:container.at(["lifecycle","postStart",handler],"key")})),...hookCalls(container,"postStart").map(call=>({kind:call.isRepeated?"loop":"call",call,at:call.at}))]}function isInTheWay(hook,container,pod,traits){if(hook.kind!=="handler")return isCaptured(hook.call,container,pod,traits);let captures=allOf([not(mapMaybe(traits.interceptionMode,mode=>mode==="NONE")),mapMaybe(traits.traffic("includeInboundPorts"),list=>list==="*"),mapMaybe(traits.traffic("excludeInboundPorts"),list=>list==="")]);return isKnown(traits.rewritesProbes,!0)?traits.rewritesProbes:captures}var probes3=["livenessProbe","readinessProbe","startupProbe"],handlers3=["httpGet","grpc","tcpSocket"],rewriteKey="sidecar.istio.io/rewriteAppHTTPProbers",probe_refused_by_mtls_default={id:"probe-refused-by-mtls",topic:"sidecar",summary:"Probe rewriting is off where the sidecar takes mutual TLS only",why:"The kubelet has no certificate of the mesh: under STRICT mutual TLS the sidecar refuses its requests, and the container is restarted or never ready. A tcpSocket probe succeeds as soon as the sidecar listens, whatever the application does.",fix:'Let Istio rewrite the probes (remove the annotation), or exempt the port: PERMISSIVE in portLevelMtls, or "traffic.sidecar.istio.io/excludeInboundPorts".',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/"],each:"workload",needs:["PeerAuthentication"],messages:{refused:'The {probe} of container "{container}" is not rewritten, and PeerAuthentication "{policy}" demands mutual TLS on port {port}.',empty:'The {probe} of container "{container}" is not rewritten and reaches the sidecar only, whatever listens on port {port}.'},examples:{good:[{title:"probes that are rewritten, and a port that takes plain text",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: shop }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: plain, namespace: shop }
          spec:
            selector: { matchLabels: { app: plain } }
            portLevelMtls: { 8080: { mode: PERMISSIVE } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: plain
            namespace: shop
            labels: { app: plain }
            annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: excluded
            namespace: shop
            annotations:
              sidecar.istio.io/rewriteAppHTTPProbers: "false"
              traffic.sidecar.istio.io/excludeInboundPorts: "8080"
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
        `},{title:"nobody says whether mutual TLS is demanded",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop, annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
          spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
        `,undecided:1}],bad:[{title:"requests of the kubelet, which has no certificate",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: { name: default, namespace: istio-system }
          spec: { mtls: { mode: STRICT } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            serviceName: redis
            template:
              metadata: { annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
              spec:
                containers:
                  - name: redis
                    image: redis
                    ports: [{ name: http, containerPort: 8080 }]
                    livenessProbe:
                      httpGet: { path: /, port: http } #! refused
                    readinessProbe:
                      tcpSocket: { port: 6379 } #! empty
        `}]},check(pod,{snapshot,report,cannotTell,sidecarOf}){if(!besideSidecar(pod,"error"))return;let written=annotationOf(pod,rewriteKey),traits;for(let{container,probe,handler,port}of asked(pod)){let isStrict=mapMaybe(tlsMode(pod,port,snapshot),({mode})=>mode==="STRICT");if(isKnown(isStrict,!1))continue;if(traits??=sidecarOf(pod),!isKnown(traits.rewritesProbes,!1))return;let isPlain=allOf([not(bypasses(port,traits)),isStrict]);if(isPlain.known||cannotTell(pod.owner,isPlain),!isKnown(isPlain,!0))continue;let found=tlsMode(pod,port,snapshot),policy=found.known?found.value.policy:void 0,refuses={at:policy?.at(["metadata","name"]),message:"demands mutual TLS"},off3={at:written?.at,message:"probe rewriting is switched off here"},related=[refuses,off3].flatMap(({at:at2,message})=>at2?[{at:at2,message}]:[]),at=container.at([probe,handler],"key"),data={probe,container:containerName(container),port},isEmpty=handler==="tcpSocket",severity=besideSidecar(pod,isEmpty?"warning":"error")??"info",common={on:pod.owner,pod,at,related,severity};report(isEmpty?{...common,message:"empty",data}:{...common,message:"refused",data:{...data,policy:policy?showName(policy):""}})}}};function asked(pod){return ownContainers(pod).flatMap(container=>probes3.flatMap(probe=>handlers3.flatMap(handler=>{let port=handler==="grpc"?container.get(probe,"grpc","port"):portOf2(container,probe,handler),host=handler==="grpc"?void 0:container.get(probe,handler,"host");return!(host!==void 0&&!isKnown(host,void 0))&&port.known&&port.value!==void 0?[{container,probe,handler,port:port.value}]:[]})))}function portOf2(container,probe,handler){return thenMaybe(container.get(probe,handler,"port"),port=>{if(typeof port!="string")return{known:!0,value:port};let named=container.entries("ports").items.find(one=>isKnown(one.get("name"),port));return named?named.get("containerPort"):{known:!0,value:void 0}})}function bypasses(port,traits){let captured=allOf([not(mapMaybe(traits.interceptionMode,mode=>mode==="NONE")),mapMaybe(traits.traffic("includeInboundPorts"),list=>list==="*"||isListed(list,port)),mapMaybe(traits.traffic("excludeInboundPorts"),list=>!isListed(list,port)),{known:!0,value:![15020,15021,15090].includes(port)}]);return not(captured)}var handlers4=["httpGet","tcpSocket","grpc"],startup_probe_before_sidecar_default={id:"startup-probe-before-sidecar",topic:"sidecar",summary:"The startupProbe of an init container waits for a sidecar that starts later",why:"The probe is sent to the sidecar, which as a plain container starts only after all init containers, and the next of them starts only after the probe succeeds: the pod never starts.",fix:'Use native sidecars (Kubernetes 1.33 and Istio 1.27, or the annotation "sidecar.istio.io/nativeSidecar"), or probe by exec.',severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/","https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/"],each:"workload",needs:[],messages:{waits:'The startupProbe of init container "{container}" asks the sidecar, which starts only after it succeeds.',wouldWait:'The startupProbe of init container "{container}" asks the sidecar if the pod gets one, which starts only after it succeeds.'},examples:{good:[{title:"a native sidecar, a probe by exec, and a plain init container",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: native, namespace: shop, annotations: { sidecar.istio.io/nativeSidecar: "true" } }
            spec:
              initContainers:
                - { name: log, image: log, restartPolicy: Always, startupProbe: { httpGet: { path: /, port: 80 } } }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: exec, namespace: shop }
            spec:
              initContainers:
                - { name: log, image: log, restartPolicy: Always, startupProbe: { exec: { command: [test, -f, /ok] } } }
                - { name: once, image: log }
              containers: [{ name: web, image: web, startupProbe: { httpGet: { path: /, port: 80 } } }]
          `}},{title:"nobody says whether sidecars are native",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: shop }
          spec:
            initContainers:
              - { name: log, image: log, restartPolicy: Always, startupProbe: { tcpSocket: { port: 80 } } }
            containers: [{ name: web, image: web }]
        `,undecided:1}],bad:[{title:"two that wait for each other",files:{"istio.yaml":exampleInjector({}),"web.yaml":`
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              initContainers:
                - name: log
                  image: log
                  restartPolicy: Always
                  startupProbe: #! waits
                    httpGet: { path: /, port: 80 }
              containers: [{ name: web, image: web }]
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: elsewhere }
            spec:
              initContainers:
                - name: log
                  image: log
                  restartPolicy: Always
                  startupProbe: { grpc: { port: 80 } } #! wouldWait
              containers: [{ name: web, image: web }]
          `}}]},check(pod,{report,cannotTell,sidecarOf}){let severity=besideSidecar(pod,"error");if(severity)for(let container of ownNativeSidecars(pod)){if(!handlers4.some(handler=>isKnown(container.has("startupProbe",handler),!0)))continue;let{isNative,rewritesProbes,hasCni,interceptionMode}=sidecarOf(pod),isRedirected=allOf([hasCni,not(mapMaybe(interceptionMode,mode=>mode==="NONE"))]),waits=allOf([not(isNative),anyOf([rewritesProbes,isRedirected])]);waits.known?waits.value&&report({message:pod.verdict==="injected"?"waits":"wouldWait",severity,on:pod.owner,at:container.at(["startupProbe"],"key"),pod,data:{container:containerName(container)}}):cannotTell(pod.owner,waits)}}};var probes4=["livenessProbe","readinessProbe","startupProbe"],handlers5=["httpGet","tcpSocket","grpc"],traffic_port_undeclared_default={id:"traffic-port-undeclared",topic:"sidecar",summary:"An annotation lists an inbound port that nothing of the pod has",why:"A port that is listed by mistake changes nothing, and the one that was meant is treated like all others. Where only some ports are captured and none of them is one that the pod has, everything passes the sidecar by.",fix:"List the numbers of the containers’ own ports, not those of the Service in front of them.",severity:"info",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeInboundPorts"],each:"workload",needs:[],messages:{unknown:'"{annotation}" lists {ports}, which {workload} does not declare.{meant}',none:'None of the ports in "{annotation}" is one that {workload} declares: all that is sent to it passes its sidecar by.'},examples:{good:[{title:"ports that containers, probes and Services name, and pods that declare none",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8082 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "8080,8081,8082" }
          spec:
            containers:
              - name: web
                image: web
                ports: [{ containerPort: 8080 }]
                livenessProbe: { httpGet: { path: /, port: 8081 } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: silent, namespace: shop, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9090" } }
          spec: { containers: [{ name: web, image: web }] }
        `}],bad:[{title:"the port of the Service, not of the pod",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: shop }
          spec: { selector: { app: web }, ports: [{ name: https, port: 443, targetPort: 8443 }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: shop
            labels: { app: web }
            annotations:
              traffic.sidecar.istio.io/excludeInboundPorts: "443" #! unknown
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8443 }] }] }
          ---
          apiVersion: v1
          kind: Pod
          metadata:
            name: other
            namespace: shop
            annotations:
              traffic.sidecar.istio.io/includeInboundPorts: "808" #! none
          spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
        `}]},check(pod,{mesh,report}){if(!besideSidecar(pod,"warning"))return;let excluded=annotationOf(pod,`${prefix3}excludeInboundPorts`),included=annotationOf(pod,`${prefix3}includeInboundPorts`);if(!excluded&&!included)return;let ports=portsOf2(pod,mesh);if(!ports||ports.known.size===0)return;let data={workload:titleOf(pod.owner)},strange=portsListed(excluded).filter(port=>!ports.known.has(port));if(excluded&&strange.length>0){let meant2=meantBy(strange,ports),facts={...data,annotation:excluded.key,ports:strange.join(", "),meant:meant2};report({message:"unknown",on:pod.owner,at:excluded.at,pod,data:facts})}let listed=portsListed(included);if(!included||listed.length===0||listed.some(port=>ports.known.has(port)))return;let severity=besideSidecar(pod,"warning")??"info";report({message:"none",severity,on:pod.owner,at:included.at,pod,data:{...data,annotation:included.key}})}},prefix3="traffic.sidecar.istio.io/",istioPorts=new Set([15e3,15001,15006,15008,15014,15020,15021,15090]);function portsListed(annotation){return annotation?portsIn(annotation.value).filter(port=>!istioPorts.has(port)):[]}function meantBy(listed,{services}){let port=listed.find(one=>services.has(one));return port===void 0?"":` Port ${port} is the Service's, which sends to port ${services.get(port)} of the pod.`}function portsOf2(pod,mesh){let found=new Set,containers=ownContainers(pod);for(let container of containers){let{items,gaps}=container.entries("ports");if(gaps.length>0)return;for(let item of items){let port=item.get("containerPort");if(!port.known||port.value===void 0)return;found.add(port.value)}}let selecting=mesh.servicesOf(pod);if(found.size===0||!selecting.known)return;for(let container of containers)for(let probe of probes4)for(let handler of handlers5){let asked2=container.raw(probe,handler,"port");asked2.known&&typeof asked2.value=="number"&&found.add(asked2.value)}let scraped=labelValue(pod.pods.first.annotations,"prometheus.io/port");scraped.known&&scraped.value&&found.add(Number(scraped.value));let services=new Map;for(let service2 of selecting.value)for(let item of service2.entries("spec","ports").items){let port=item.get("port"),target=item.get("targetPort");if(!port.known||port.value===void 0||!target.known)return;typeof target.value=="number"&&found.add(target.value),isKnown(target,void 0)&&found.add(port.value),typeof target.value=="number"&&services.set(port.value,target.value)}return{known:found,services}}var label="[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",service=`\\.([a-z](?:[a-z0-9-]*[a-z0-9])?)((?:\\.${label})*)(?![\\w-])`,ordinalName=new RegExp(`(?<![\\w.-])([a-z](?:[a-z0-9-]*[a-z0-9])?)-(\\d{1,4})${service}`,"g"),variableName=new RegExp(`\\$[({]?(?:POD_NAME|MY_POD_NAME|HOSTNAME|hostname)[)}]?()()${service}`,"g");function podDnsUses(snapshot,pods){let inPods=pods.flatMap(workload=>containerTexts(workload).flatMap(leaf=>usesIn(leaf,workload.owner,workload))),inMaps=snapshot.all("ConfigMap").flatMap(map=>map.entries("data").items.flatMap(leaf=>usesIn(leaf,map,void 0)));return groupBy([...inPods,...inMaps],use=>use.service)}function containerTexts({pods}){let{body}=pods.first;return[...body.entries("spec","initContainers").items,...body.entries("spec","containers").items].flatMap(container=>[...container.entries("command").items,...container.entries("args").items,...container.entries("env").items.map(variable=>variable.view("value"))])}function usesIn(leaf,on5,workload){let text=leaf.get();if(!text.known||text.value===void 0||!text.value.includes("."))return[];let whole=text.value;return[...whole.matchAll(ordinalName),...whole.matchAll(variableName)].flatMap(match=>{let[written,set,ordinal,name="",rest=""]=match,[,namespace,ending]=rest.split(".");if(ending!==void 0&&ending!=="svc"||isComment(whole,match.index))return[];let pod=set?{set,ordinal:Number(ordinal)}:void 0;return[{text:written,pod,service:name,namespace,on:on5,workload,at:placeIn(leaf.at(),written)}]})}function isComment(text,index){return/^\s*(#|\/\/)/.test(text.slice(text.lastIndexOf(`
`,index)+1,index))}function placeIn(at,piece){let start=at.file.text.indexOf(piece,at.span.start),end=start+piece.length;return start<0||end>at.span.end?at:{...at,span:{start,end}}}var statefulset_ordinal_missing_default={id:"statefulset-ordinal-missing",topic:"statefulset",summary:"A DNS name is of a pod that the StatefulSet does not make",why:"The name resolves to nothing: a peer that is listed so never answers, and a cluster that waits for it never forms.",fix:"Name a pod within the replicas, or raise them.",severity:"warning",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],each:"unit",needs:["ConfigMap"],messages:{beyond:'Name "{name}" is of pod "{pod}", and StatefulSet "{set}" makes {pods}.'},examples:{good:[{title:"names within the replicas, a comment, a name of the world outside, and a version",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    args:
                      - redis-0.redis,redis-1.redis.prod.svc.cluster.local
                      - |
                        # redis-2.redis
                      - redis-2.redis.example.com
                      - redis-7.4.0
        `},{title:"nobody knows how many pods there are, and none while the set is scaled to zero",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: \${REPLICAS}
            template: { spec: { containers: [{ name: redis, args: [redis-5.redis, db-0.db] }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: prod }
          spec:
            serviceName: db
            replicas: 0
            template: { spec: { containers: [{ name: db }] } }
        `}],bad:[{title:"a peer too many, in an argument and in a ConfigMap",files:`
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            replicas: 2
            template:
              spec:
                containers:
                  - name: redis
                    args:
                      - redis-0.redis,redis-1.redis,redis-2.redis #! beyond
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: peers, namespace: prod }
          data:
            last: redis-5.redis.prod.svc.cluster.local:6379 #! beyond
        `}]},check(snapshot,{pods,mesh,report}){for(let{pod,service:service2,namespace:named,on:on5,text,at}of[...podDnsUses(snapshot,pods).values()].flat()){let namespace=named===void 0?on5.namespace:{known:!0,value:named},found=pod&&namespace?mesh.statefulPodOf(`${pod.set}-${pod.ordinal}.${service2}`,namespace):void 0;if(!found||!isKnown(found.exists,!1)||isKnown(found.workload.pods.replicas,0))continue;let{owner}=found.workload;report({message:"beyond",on:on5,at,related:[{at:owner.at(["spec","replicas"]),message:"the number of its pods"}],data:{name:text,pod:found.name,set:showName(owner),pods:podRange(found.workload.pods)}})}}};var statefulset_service_unfit_default={id:"statefulset-service-unfit",topic:"statefulset",summary:"A StatefulSet has no headless Service that selects its pods",why:"The DNS name of a pod, redis-0.redis, exists only through a headless Service that is named in serviceName and selects the pod. Without it peers that use such names never find each other.",fix:"Name a headless Service (clusterIP: None) that selects the pods.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],each:"unit",needs:["StatefulSet","Service","ConfigMap"],messages:{missing:'StatefulSet "{set}" names Service "{service}", which is not in namespace "{namespace}".',notHeadless:'Service "{service}", which StatefulSet "{set}" names, is not headless.',selectsOthers:'Service "{service}", which StatefulSet "{set}" names, does not select its pods.'},examples:{good:[{title:"a headless Service that selects the pods",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { clusterIP: None, selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis
            template: { metadata: { labels: { app: redis } }, spec: { containers: [{ name: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: scaled-to-zero, namespace: prod }
          spec:
            serviceName: scaled-to-zero
            replicas: 0
            template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db }] } }
        `}],bad:[{title:"a misspelt name, and a peer that needs it",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis-headless, namespace: prod }
          spec: { clusterIP: None, selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis-headles #! missing
            template:
              metadata: { labels: { app: redis } }
              spec: { containers: [{ name: redis, args: [--replicaof, redis-0.redis-headles] }] }
        `},{title:"a Service with an address of its own, and one that selects nothing of the set",files:`
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redis } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            serviceName: redis #! notHeadless
            template:
              metadata: { labels: { app: redis } }
              spec: { containers: [{ name: redis, env: [{ name: ADVERTISE, value: $(POD_NAME).redis }] }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: db, namespace: prod }
          spec: { clusterIP: None, selector: { app: db } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: db, namespace: prod }
          spec:
            serviceName: db #! selectsOthers
            template: { metadata: { labels: { app: database } }, spec: { containers: [{ name: db }] } }
        `}]},check(snapshot,{pods,podsOf,mesh,report,cannotTell}){let uses=podDnsUses(snapshot,pods);for(let set of snapshot.all("StatefulSet")){let pod=podsOf(set);if(isKnown(set.get("spec","replicas"),0))continue;let service2=set.get("spec","serviceName");if(service2.known||cannotTell(set,service2),!service2.known||!service2.value||!pod)continue;let found=snapshot.find("Service",service2.value,set.namespace);if(!found.known){cannotTell(set,found);continue}let message=found.value.length===0?"missing":unfit(found.value,pod,mesh,missing=>cannotTell(set,missing));if(!message)continue;let use=(uses.get(service2.value)??[]).find(one=>speaksOf(one,set,pod)),[first]=found.value;report({message,on:set,at:set.at(["spec","serviceName"]),severity:use?"error":"info",related:[...first?[{at:first.at(["metadata","name"]),message:"the Service"}]:[],...use?[{at:use.at,message:`the name "${use.text}" is used here`}]:[]],data:{set:showName(set),service:service2.value,namespace:set.namespace?showNamespace(set.namespace):""}})}}};function unfit(services,pod,mesh,undecided){let headless=anyOf(answers(services,service2=>mesh.isHeadless(service2)));if(headless.known||undecided(headless),headless.known&&!headless.value)return"notHeadless";let selectorless=anyOf(answers(services,service2=>mesh.isSelectorless(service2))),selects2=anyOf([selectorless,anyOf(answers(services,service2=>mesh.selects(service2,pod)))]);return selects2.known||undecided(selects2),selects2.known&&!selects2.value?"selectsOthers":void 0}function*answers(services,ask){for(let service2 of services)yield ask(service2)}function speaksOf(use,set,pod){let home=set.namespace?showNamespace(set.namespace):"",said=use.on.namespace?showNamespace(use.on.namespace):"";return(use.namespace===void 0||!set.namespace?.known?said!==home:use.namespace!==home)?!1:use.pod?use.pod.set===showName(set):use.workload===pod}var key_duplicate_default={id:"key-duplicate",topic:"text",summary:"A key stands twice in one map",why:"Kubernetes’ tools keep the last one and drop the first in silence; kustomize refuses the file.",fix:"Keep one of the two.",severity:"warning",since:"0.1.0",references:["https://yaml.org/spec/1.1/#id932806"],each:"file",needs:[],messages:{merged:'Key "{key}" overrides the one that "<<" merges in: kubectl reads it so, and strict readers refuse the file.',object:'Key "{key}" begins another object without a "---" before it: the tools drop the one above.',found:'Key "{key}" stands twice in the same map: the tools keep this one and drop the first.'},examples:{good:[{title:"each key once",files:`
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: a }
          data: { a: "1", b: "2" }
        `},{title:"the branches of a template for ytt",files:`
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: a }
          data:
            #@ if data.values.debug:
            level: debug
            #@ else:
            level: info
            #@ end
        `}],bad:[{title:"a merged key that is overridden",files:`
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: a
            labels: &common { app: a, tier: web }
            annotations:
              <<: *common
              tier: db #! merged
        `},{title:"a label twice",files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              istio-injection: enabled
              istio-injection: disabled #! found
        `},{title:"a separator that is missing: the first object is lost",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          apiVersion: v1 #! object
          kind: Namespace
          metadata: { name: b }
          ---
          apiVersion: v1
          kind: Namespace
          kind: Namespace #! found
          metadata: { name: c }
        `},{title:"the second one has a map of its own",files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
          metadata: #! found
            labels: { a: b }
        `}]},check({file,notes:notes2},{report}){if(/^ *#@ *(def|if|for)\b/m.test(file.text))return;let lost=lostObjects(file.text,notes2);for(let note of notes2){let{code,span,related,detail}=note;if(code!=="duplicate-key"&&code!=="merged-key-overridden")continue;let at={file,span,precision:"node"},separator=lost.get(note);if(separator==="first"&&report({message:"object",severity:"error",at,data:{key:detail}}),separator)continue;let isMerged=code==="merged-key-overridden";report({message:isMerged?"merged":"found",severity:isMerged?"info":"warning",at,related:related?[{at:{file,span:related,precision:"node"},message:isMerged?"the one that is overridden":"the one that is dropped"}]:[],data:{key:detail}})}}};function lostObjects(text,notes2){let found=new Map,top=notes2.filter(({code,span})=>code==="duplicate-key"&&isAtLineStart(text,span.start)),end;for(let[index,note]of top.entries()){let next=top[index+1],isFirst=next&&new Set(["apiVersion","kind",note.detail,next.detail]).size===2&&note.detail!==next.detail,isMore=end!==void 0&&!/^---/m.test(text.slice(end,note.span.start));(isFirst||isMore)&&found.set(note,isFirst?"first":"more"),end=isFirst||isMore?note.span.end:void 0}return found}function isAtLineStart(text,start){return start===0||text[start-1]===`
`}var text_dropped_default={id:"text-dropped",topic:"text",summary:"Text that the Kubernetes tools throw away",why:"The tools read the first document between two separators and drop the rest without a word: what stands there is never applied.",fix:'Put a line "---" before the text, or delete it.',severity:"warning",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/overview/working-with-objects/"],each:"file",needs:[],messages:{found:"The Kubernetes tools drop this text: {text}."},examples:{good:[{title:"documents with separators",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          ---
          apiVersion: v1
          kind: Namespace
          metadata: { name: b }
        `}],bad:[{title:"an end mark where a separator is meant",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: a }
          ...
          apiVersion: v1 #! found
          kind: Namespace
          metadata: { name: b }
        `}]},check({file,notes:notes2},{report}){for(let note of notes2)note.code==="dropped-text"&&report({message:"found",at:{file,span:note.span,precision:"node"},data:{text:note.detail}})}};var text_invalid_utf8_default={id:"text-invalid-utf8",topic:"text",summary:"Bytes that are no UTF-8",why:"Kubernetes reads each such byte as the character U+FFFD: names and values are not the ones that an editor in another encoding shows.",fix:"Save the file as UTF-8.",severity:"warning",since:"0.1.0",references:["https://yaml.org/spec/1.2.2/#52-character-encodings"],each:"file",needs:[],messages:{found:"This line holds bytes that are no UTF-8; Kubernetes reads them as U+FFFD."},examples:{good:[{title:"UTF-8",files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: a, annotations: { owner: "Zoë" } }
        `}],bad:[{title:"Latin-1 in JSON",files:{"namespace.json":`
            {
              "apiVersion": "v1",
              "kind": "Namespace",
              "metadata": {
                "name": "a",
                "annotations": { "owner": "Zo�" } #! found
              }
            }
          `}}]},check({file,notes:notes2},{report}){for(let note of notes2)note.code==="invalid-utf8"&&report({message:"found",at:{file,span:note.span,precision:"node"}})}};var rules=[ambient_namespace_injected_default,ambient_pod_injected_default,chart_label_unread_default,container_port_reserved_default,dataplane_mode_misread_default,default_injector_missing_default,destinationrule_host_missing_default,destinationrule_subset_empty_default,host_network_pod_opts_in_default,inbound_port_uncaptured_default,init_container_before_sidecar_default,injection_annotation_unread_default,injection_opt_in_overruled_default,injection_switch_misplaced_default,injection_switches_contradict_default,injection_value_misread_default,injectors_overlap_default,interception_mode_unfit_default,istio_injection_misplaced_default,istio_key_misplaced_default,istio_key_outdated_default,istio_key_unknown_default,key_duplicate_default,kubernetes_namespace_opts_in_default,metadata_value_not_string_default,namespace_declarations_disagree_default,namespace_injection_labels_conflict_default,namespace_not_injected_default,namespace_revision_unserved_default,opted_out_workload_configured_default,outbound_port_uncaptured_default,patch_path_dropped_default,pod_refused_by_api_server_default,pod_rejected_by_injector_default,pod_revision_unserved_default,post_start_before_sidecar_default,probe_port_missing_default,probe_port_reserved_default,probe_refused_by_mtls_default,proxy_config_field_ignored_default,run_as_id_reserved_default,service_target_port_reserved_default,sidecar_missing_default,startup_probe_before_sidecar_default,statefulset_ordinal_missing_default,statefulset_service_unfit_default,statefulset_volumes_lost_default,text_dropped_default,text_invalid_utf8_default,traffic_port_undeclared_default,update_strategy_keeps_pods_default,virtualservice_host_missing_default,virtualservice_port_missing_default,virtualservice_port_required_default,virtualservice_service_empty_default,virtualservice_subset_missing_default,webhook_configuration_refused_default,workload_refused_default];var allRules=[...rules,ignoreCommentRule].sort((a2,b)=>compareText(a2.id,b.id));export{allRules};
