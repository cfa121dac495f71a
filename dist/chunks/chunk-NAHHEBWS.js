import{ignoreCommentRule}from"./chunk-LCAVYAS6.js";import{fieldErrorText,isIstioContainer,istioRole,labelPlace,labelValue,labelsOf,nonStringEntries,readSelector,requirementMatches,selectorMatches,templateErrors,webhookProblems}from"./chunk-FIENSUVP.js";import{podTemplateOf}from"./chunk-Y7QJZI3A.js";import{nearestNames}from"./chunk-2O2SJAUW.js";import{compareText,groupBy}from"./chunk-E52EUNV3.js";import{absent,allOf,anyOf,isKnown,mapMaybe,showName,showNamespace,unknown}from"./chunk-AWFE4UNN.js";var oneFails="The two can not share the port: the one that starts second fails to listen.",reservedPorts=[{port:15e3,protocols:["TCP"],listener:"Envoy's admin interface",address:"127.0.0.1",consequence:oneFails,bypassesSidecar:!1},{port:15001,protocols:["TCP"],listener:"Envoy's listener for outbound traffic",consequence:`${oneFails} Without this listener nothing that the pod sends arrives.`,bypassesSidecar:!1},{port:15006,protocols:["TCP"],listener:"Envoy's listener for inbound traffic",consequence:`${oneFails} Without this listener nothing that is sent to the pod arrives.`,bypassesSidecar:!1},{port:15008,protocols:["TCP"],listener:"Envoy's HBONE tunnel",onlyWith:"ISTIO_META_ENABLE_HBONE",consequence:oneFails,bypassesSidecar:!0},{port:15020,protocols:["TCP"],listener:"the Istio agent's status server",consequence:`${oneFails} Without the status server rewritten probes and merged metrics fail.`,bypassesSidecar:!0},{port:15021,protocols:["TCP"],listener:"Envoy's health check",consequence:`${oneFails} Without the health check the pod does not become ready.`,bypassesSidecar:!0},{port:15053,protocols:["TCP","UDP"],listener:"the Istio agent's DNS proxy",address:"127.0.0.1",onlyWith:"ISTIO_META_DNS_CAPTURE",consequence:`${oneFails} Without the DNS proxy the pod resolves no names.`,bypassesSidecar:!1},{port:15090,protocols:["TCP"],listener:"Envoy's Prometheus metrics",consequence:`${oneFails} Without this listener Envoy has no metrics to scrape.`,bypassesSidecar:!0}],byPort=new Map(reservedPorts.map(reserved=>[reserved.port,reserved]));function reservedPort(port,protocol="TCP"){let reserved=byPort.get(port);return reserved?.protocols.some(one=>one===protocol)?reserved:void 0}function isAlwaysReserved({onlyWith}){return onlyWith===void 0}function ownContainers(pod){let{body}=pod.pods.first;return istioRole(body)?[]:[...body.entries("spec","initContainers").items.filter(container=>{let policy=container.get("restartPolicy");return policy.known&&policy.value==="Always"}),...body.entries("spec","containers").items].filter(container=>!isIstioContainer(container))}function clashSeverity(pod){return pod.verdict==="injected"?"error":pod.verdict==="unknown"?"warning":void 0}function containerName(container){let name=container.get("name");return name.known&&name.value?name.value:`#${container.key}`}var proxyId=1337,fields=["runAsUser","runAsGroup"],run_as_id_reserved_default={id:"run-as-id-reserved",topic:"identity",summary:"A container runs with the user or group id of the sidecar",why:"What it sends passes the sidecar by: without mTLS, without policy, without telemetry.",fix:"Give the container another id. An init container may keep it: that is the way to the network before the sidecar runs.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements"],aliases:["IST0144"],each:"workload",needs:[],messages:{container:'Container "{container}" has {field} 1337, the id of the sidecar: what it sends is not captured.',pod:'The pod has {field} 1337, the id of the sidecar: what container "{container}" sends is not captured.'},examples:{good:[{title:"an init container, and a group of files",files:`
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
        `,undecided:1}]},check(pod,{report,cannotTell}){if(pod.verdict==="not-injected"||pod.verdict==="rejected")return;let uses=usesOf(pod);if(uses.length!==0){if(pod.verdict==="unknown")return cannotTell(pod.owner,pod.missing);for(let{message,at,field,container}of uses)report({message,on:pod.owner,at,pod,data:{field,container}})}}};function usesOf(pod){let{body}=pod.pods.first;if(istioRole(body))return[];let containers=body.entries("spec","containers").items.filter(container=>!isIstioContainer(container));return fields.flatMap(field=>{let own=containers.filter(container=>isKnown(container.get("securityContext",field),proxyId)).map(container=>({message:"container",at:container.at(["securityContext",field]),field,container:containerName(container)})),heir=containers.find(container=>isKnown(container.get("securityContext",field),void 0));return heir&&isKnown(body.get("spec","securityContext",field),proxyId)?[...own,{message:"pod",at:body.at(["spec","securityContext",field]),field,container:containerName(heir)}]:own})}var injectKey="sidecar.istio.io/inject",injectionKey="istio-injection",revisionKey="istio.io/rev",ambientKey="istio.io/dataplane-mode";function podSwitches(pod){let{labels,annotations}=pod.pods.first,read=(from,key)=>{let value=labelValue(from,key);if(!(!value.known||value.value===void 0))return{key,value:value.value,at:labelPlace(from,key)??pod.owner.at(["metadata","name"])}};return{label:read(labels,injectKey),annotation:read(annotations,injectKey),revision:read(labels,revisionKey)}}function saysNothing(pod){let{labels,annotations}=pod.pods.first;return[labelValue(labels,injectKey),labelValue(annotations,injectKey),labelValue(labels,revisionKey)].every(value=>value.known&&!value.value)}function optIn(pod){let{label:label2,revision}=podSwitches(pod);return label2?.value==="true"?label2:label2?.value==="false"||!revision?.value?void 0:revision}function anyOptIn(pod){let{label:label2,annotation}=podSwitches(pod);return optIn(pod)??(annotation?.value==="true"&&!label2?annotation:void 0)}function optOut(pod){let{label:label2,annotation}=podSwitches(pod),counts=label2??annotation;return counts?.value==="false"?counts:void 0}function namespaceSwitches(snapshot,namespace){let labels=snapshot.namespaceLabels(namespace);return{labels,injection:labelValue(labels,injectionKey),injectionAt:labelPlace(labels,injectionKey),revision:labelValue(labels,revisionKey),revisionAt:labelPlace(labels,revisionKey)}}var kubernetesNamespaces=new Set(["kube-system","kube-public","kube-node-lease","local-path-storage"]);function usesHostNetwork(pod){let uses=pod.pods.first.body.get("spec","hostNetwork");return uses.known&&uses.value===!0}function titleOf(resource){return`${resource.kind} "${showName(resource)}"`}function nameOf(resource){return resource.at(["metadata","name"])}function textOf(value=absent){return value.known?value.value:void 0}function reachesNamespace(injectors,labels){return anyOf(injectors.map(injector=>selects(injector,labels)))}function actingRevisions(injectors,labels){let acting=injectors.filter(injector=>{let selected=selects(injector,labels);return selected.known&&selected.value});return new Set(acting.flatMap(({revision})=>revision??[]))}function selects({body,exists},labels){return allOf([exists,selectorMatches(readSelector(body.view("namespaceSelector")),labels)])}function injectorsOf(injectors,selector,revision){let labels=labelsOf({[revisionKey]:revision}),found=[];for(let injector of injectors){let asked=allOf([injector.exists,asksFor(injector,selector,labels)]);if(!asked.known)return asked;asked.value&&found.push(injector)}return{known:!0,value:found}}function asksFor({body},selector,labels){let{requirements,more}=readSelector(body.view(selector)),asked=requirements.filter(({key,operator})=>(!operator.known||["in","=","==","exists"].includes(operator.value))&&(!key.known||key.value===revisionKey));return anyOf([...asked.map(requirement=>requirementMatches(requirement,labels)),...more?[more]:[]])}function revisionNames(injectors){let names2=injectors.flatMap(({body})=>[...readSelector(body.view("namespaceSelector")).requirements,...readSelector(body.view("objectSelector")).requirements].filter(({key})=>key.known&&key.value===revisionKey).flatMap(({values})=>values.flatMap(value=>value.known?[value.value]:[])));return[...new Set(names2)]}function isAssumed(injectors){return injectors.every(({embedded,revision})=>embedded&&revision==="default")}function installationOf({unit},revision){return unit.resources.find(one=>{let name=one.name.known?one.name.value:"";if(one.apiVersion.startsWith("sailoperator.io/"))return name===revision||revision.startsWith(`${name}-v`);let written=one.apiVersion.startsWith("install.istio.io/")?one.raw("spec","revision"):void 0;return`${name}-`.startsWith(`istiod-${revision}-`)||written?.known&&written.value===revision})}function installationGap(installation,revision){return[{what:`the webhooks of revision "${revision}", which ${titleOf(installation)} installs`,hint:`say --revision ${revision}`,at:nameOf(installation)}]}function revisionHint(revision,injectors){let others=revisionNames(injectors).filter(name=>name!==revision),[nearest]=nearestNames(revision,others);return nearest!==void 0?` Did you mean "${nearest}"?`:isAssumed(injectors)?" Nothing here says which revisions are installed: only the default one is assumed.":""}var ambient_namespace_injected_default={id:"ambient-namespace-injected",topic:"injection",summary:"A Namespace asks for ambient mode and for sidecars",why:"The injector does not look at the label of ambient mode: the pods get sidecars, and pods with a sidecar are left out of ambient mode.",fix:"Remove the injection label to have ambient mode, or the label istio.io/dataplane-mode to have sidecars.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0123/"],aliases:["IST0123","KIA1311"],each:"Namespace",needs:[],messages:{both:'Namespace "{namespace}" asks for ambient mode and, with label "{key}", for sidecars, which win.'},examples:{good:[{title:"one of them",files:`
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
        `}]},check(namespace,{snapshot,injectors,report}){if(textOf(namespace.get("metadata","labels",ambientKey))!=="ambient"||!namespace.name.known)return;let{labels,injection,injectionAt,revision,revisionAt}=namespaceSwitches(snapshot,namespace.name),key=injection.known&&injection.value==="enabled"?injectionKey:revisionKey,asked=key===injectionKey?injectionAt:textOf(revision)?revisionAt:void 0,reached=reachesNamespace(injectors,labels);!asked||!reached.known||!reached.value||report({message:"both",on:namespace,at:namespace.at(["metadata","labels",ambientKey],"key"),related:[{at:asked,message:"this label asks for sidecars"}],data:{namespace:namespace.name.value,key}})}};var default_injector_missing_default={id:"default-injector-missing",topic:"injection",summary:"A sidecar is asked for without a revision, and only named ones are installed",why:'The labels istio-injection: enabled and sidecar.istio.io/inject: "true" are served by the unnamed revision or by the tag "default" alone. Without either, pods are created without a sidecar, and nothing rejects them.',fix:'Ask for a revision with label "istio.io/rev", or install the tag "default" (istioctl tag set default --revision NAME). If it is installed, say so with --revision default=NAME.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/upgrade/canary/#default-tag"],each:"unit",needs:["Namespace"],messages:{namespace:'Namespace "{namespace}" has "istio-injection: enabled", which no webhook serves: the webhooks here ask for {revisions}.',pod:"{workload} asks for a sidecar without a revision, which no webhook serves: the webhooks here ask for {revisions}."},examples:{good:[{title:'a tag "default" points to the revision',options:["--revision=canary,default=canary"],files:`
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
        `}]},check(snapshot,{pods,injectors,report}){let revisions=revisionNames(injectors).map(name=>`"${name}"`).join(" and ");if(revisions!==""){for(let namespace of snapshot.all("Namespace")){if(textOf(namespace.get("metadata","labels",injectionKey))!=="enabled"||!namespace.name.known)continue;let here=namespaceSwitches(snapshot,namespace.name),isAlone=here.injection.known&&here.revision.known&&here.revision.value===void 0,reached=reachesNamespace(injectors,here.labels);if(!isAlone||!reached.known||reached.value)continue;let at=namespace.at(["metadata","labels",injectionKey]);report({message:"namespace",on:namespace,at,data:{namespace:namespace.name.value,revisions}})}for(let pod of pods){let{owner}=pod,{label:label2,revision}=podSwitches(pod);if(label2?.value!=="true"||revision||pod.verdict!=="not-injected"||!owner.namespace)continue;let here=namespaceSwitches(snapshot,owner.namespace),saysNothing2=here.injection.known&&here.injection.value===void 0&&here.revision.known,isCalled=pod.matches.some(({called})=>!called.known||called.value);!saysNothing2||here.revision.value!==void 0||isCalled||report({message:"pod",on:owner,at:label2.at,pod,data:{workload:titleOf(owner),revisions}})}}}};var order=["sidecar","clients","elsewhere"];function configurationOf(pod,mesh){let byName=mesh.configurationOf(pod).map(resource=>({resource,effect:effectOf(resource)})).sort((a,b)=>compareText(titleOf(a.resource),titleOf(b.resource)));return order.flatMap(effect=>byName.filter(one=>one.effect===effect))}function effectOf(resource){switch(resource.kindName){case"VirtualService":return isForGateways(resource)?"elsewhere":"clients";case"ServiceEntry":return"clients";case"DestinationRule":{let mode=resource.raw("spec","trafficPolicy","tls","mode");return!mode.known||mode.value===void 0?"clients":mode.value==="ISTIO_MUTUAL"?"sidecar":"elsewhere"}default:return"sidecar"}}function isForGateways(resource){for(let index=0;;index++){let gateway=resource.raw("spec","gateways",index);if(!gateway.known||gateway.value==="mesh")return!1;if(gateway.value===void 0)return index>0}}function namedBy(configuring){return configuring.slice(0,3).map(({resource})=>({at:resource.at(["metadata","name"]),message:`${titleOf(resource)} names the workload`}))}var host_network_pod_opts_in_default={id:"host-network-pod-opts-in",topic:"injection",summary:"A sidecar is asked for on the network of the host, where Istio never injects one",why:"The traffic of a whole node can not be redirected to the sidecar of one pod, so Istio leaves such pods out, whatever labels and annotations say.",fix:'Remove hostNetwork, or remove what asks for the sidecar: the label sidecar.istio.io/inject: "false" says that none is wanted.',severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/ops/common-problems/injection/"],each:"workload",needs:[],messages:{pod:"{workload} asks for a sidecar, but pods on the network of their host never get one.",configured:"{configuration} configures {workload}, but pods on the network of their host never get a sidecar.",namespace:'Namespace "{namespace}" asks for sidecars, but {workload} is on the network of its host and never gets one.'},examples:{good:[{title:"an agent of the host that says itself that it gets no sidecar",files:`
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
        `}]},check(snapshot,{pods,report}){for(let namespace of snapshot.all("Namespace")){let found=switchAt(namespace,["metadata"]);if(!found)continue;let{part,at}=found;report({message:"namespace",on:namespace,at,data:{part,namespace:showName(namespace)}})}for(let pod of pods){let{owner}=pod;if(owner.kindName==="CustomWorkload"||owner.kindName==="Pod"||pod.verdict==="rejected")continue;let{label:label2,annotation}=podSwitches(pod);if(label2||annotation)continue;let outer=switchAt(owner,["metadata"]),found=outer??switchAt(owner,["spec","jobTemplate","metadata"]);if(!found)continue;let{part,at}=found,place=outer?"the metadata":"the Job template",{severity,effect}=consequenceOf(pod,found.value==="true"),data={part,place,workload:titleOf(owner),effect};report({message:"workload",severity,on:owner,at,pod,data})}}};function switchAt(resource,metadata){for(let field of["labels","annotations"]){let value=resource.raw(...metadata,field,injectKey);if(!value.known||value.value===void 0)continue;let at=resource.at([...metadata,field,injectKey],"key");return{part:field==="labels"?"label":"annotation",value:String(value.value),at}}}var injection_switches_contradict_default={id:"injection-switches-contradict",topic:"injection",summary:"The label and the annotation that switch injection say different things",why:"Where a pod has both, the annotation is not read: the label alone decides, even when it is empty.",fix:"Remove the annotation, or make both say the same.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"workload",needs:[],messages:{contradicting:'Annotation "sidecar.istio.io/inject" with value "{annotation}" of {workload} is not read, because the label of that name says "{label}".'},examples:{good:[{title:"both say the same",files:`
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
        `}]},check(pod,{report}){let{label:label2,annotation}=podSwitches(pod);!label2||!annotation||label2.value===annotation.value||pod.verdict==="rejected"||!["true","false",""].includes(label2.value)||!["true","false"].includes(annotation.value)||report({message:"contradicting",on:pod.owner,at:annotation.at,related:[{at:label2.at,message:"the label decides"}],pod,data:{workload:titleOf(pod.owner),label:label2.value,annotation:annotation.value}})}};var on=/^(true|yes|y|on|enabled?|1|t|inject(ed)?)$/i,off=/^(false|no|n|off|disabled?|none|never|0|f)$/i,injection_value_misread_default={id:"injection-value-misread",topic:"injection",summary:"An injection switch has a value that Istio reads otherwise than people do",why:'Only "enabled" on a Namespace, and only "true" and "false" on a pod count, in lower case. On a Namespace any other value switches everything off, on a pod it counts as if it were not there.',fix:'Write "enabled" or "disabled" on a Namespace, "true" or "false" in quotes on a pod template.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy"],each:"unit",needs:["Namespace"],messages:{namespaceOn:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which switches injection off: only "enabled" switches it on.',namespaceOff:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}": it works like "disabled".',namespaceOther:'Label "istio-injection" of Namespace "{namespace}" has the value "{value}", which is neither "enabled" nor "disabled" and works like the latter.',podOn:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which asks for nothing: only "true" does.',podOff:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which refuses nothing: only "false" does.',podOther:'The {part} "sidecar.istio.io/inject" of {workload} has the value "{value}", which Istio does not know.'},examples:{good:[{title:"the values that count",files:`
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
        `}]},check(snapshot,{pods,injectors,report}){for(let namespace of snapshot.all("Namespace")){let value=textOf(namespace.get("metadata","labels",injectionKey));if(value===void 0||value==="enabled"||value==="disabled")continue;let reached=reachesNamespace(injectors,labelsOf({[injectionKey]:value}));if(!reached.known||reached.value)continue;let at=namespace.at(["metadata","labels",injectionKey]),data={namespace:showName(namespace),value};on.test(value)?report({message:"namespaceOn",on:namespace,at,data}):off.test(value)?report({message:"namespaceOff",severity:"info",on:namespace,at,data}):report({message:"namespaceOther",severity:"warning",on:namespace,at,data})}for(let pod of pods){let{label:label2,annotation}=podSwitches(pod),counts=label2??annotation;if(!counts||["true","false",""].includes(counts.value)||pod.verdict==="rejected")continue;let{value,at}=counts,data={part:label2?"label":"annotation",workload:titleOf(pod.owner),value},base={on:pod.owner,at,pod,data},{severity}=consequenceOf(pod,on.test(value));on.test(value)?report({...base,message:"podOn",severity}):off.test(value)?report({...base,message:"podOff",severity}):report({...base,message:"podOther",severity:"warning"})}}};var injectors_overlap_default={id:"injectors-overlap",topic:"injection",summary:"More than one injector is called for the same pod",why:"Every injector that matches is called, one after the other: the pod gets the sidecar of the last one, on top of what the others did.",fix:'Make the selectors exclude each other: install either the unnamed revision or the tag "default", and remove webhooks of installations that are gone.',severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0139/"],aliases:["IST0139"],each:"unit",needs:[],messages:{overlap:'Webhooks "{first}" of "{firstConfiguration}" and "{second}" of "{secondConfiguration}" are both called for the same pods: {workloads}.'},examples:{good:[{title:"two revisions side by side",options:["--revision=default,canary"],files:`
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
        `}]},check(snapshot,{pods,injectors,report}){if(!injectors.some(({body})=>readSelector(body.view("objectSelector")).requirements.some(({key})=>textOf(key)===injectionKey))){for(let namespace of snapshot.all("Namespace")){let written=namespace.has("metadata","annotations",injectionKey);if(!written.known||!written.value)continue;let at=namespace.at(["metadata","annotations",injectionKey],"key");report({message:"namespace",on:namespace,at,data:{namespace:showName(namespace)}})}for(let pod of pods){let[first,...more]=placesOf(pod);if(!first)continue;let{part,place,at}=first,related=more.map(one=>({at:one.at,message:`here on the ${one.place}, too`})),{severity,effect}=consequenceOf(pod,wanting.has(first.value)),data={part,place,workload:titleOf(pod.owner),effect};report({message:"workload",severity,on:pod.owner,at,related,pod,data})}}}};function placesOf({owner}){let template=owner.kindName==="Pod"?void 0:podTemplateOf(owner);return[template,owner].flatMap(view=>["labels","annotations"].flatMap(field=>{let value=view?.raw("metadata",field,injectionKey);if(!view||!value?.known||value.value===void 0)return[];let place=view===template?"pod template":"metadata",at=view.at(["metadata",field,injectionKey],"key");return[{part:field==="labels"?"label":"annotation",place,value:String(value.value),at}]}))}var kubernetes_namespace_opts_in_default={id:"kubernetes-namespace-opts-in",topic:"injection",summary:"A sidecar is asked for in a namespace of Kubernetes, where Istio never injects",why:"The injector leaves out kube-system, kube-public, kube-node-lease and local-path-storage, whatever labels and annotations say.",fix:"Move the workload to another namespace, or remove what asks for the sidecar.",severity:"warning",since:"0.1.0",references:["https://istio.io/latest/docs/ops/common-problems/injection/"],each:"unit",needs:["Namespace"],messages:{pod:'{workload} asks for a sidecar, but Istio never injects one in namespace "{namespace}".',namespace:'Namespace "{namespace}" asks for sidecars with label "{key}", but Istio never injects any there.'},examples:{good:[{title:"istio-system is none of these namespaces",files:`
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
        `}]},check(namespace,{snapshot,injectors,report}){let revision=textOf(namespace.get("metadata","labels",revisionKey)),labels=snapshot.namespaceLabels(namespace.name),value=textOf(labelValue(labels,injectionKey)),place=labelPlace(labels,injectionKey);if(value===void 0||!place||!revision||!namespace.name.known)return;let name=namespace.name.value,reached=reachesNamespace(injectors,labels),base={on:namespace,at:namespace.at(["metadata","labels",revisionKey],"key"),related:[{at:place,message:"this label decides"}]};if(!reached.known)return;let isOne=textOf(namespace.get("metadata","labels",injectionKey))!==void 0;if(!reached.value)return report({...base,message:"nobody",severity:isOne?value==="disabled"?"warning":"error":"info",data:{namespace:name,revision,value}});let acting=[...actingRevisions(injectors,labels)].sort(),asked=actingRevisions(injectors,labelsOf({[revisionKey]:revision}));if(asked.size>0&&acting.every(one=>asked.has(one)))return report({...base,message:"idle",severity:"info",data:{namespace:name}});let data={namespace:name,revision,acting:acting.join('" and "')};report({...base,message:"otherRevision",severity:isOne?"warning":"info",data})}};function needsNoSidecar(pod,snapshot){let{body,labels}=pod.pods.first,{namespace}=pod.owner;if(istioRole(body)||usesHostNetwork(pod)||namespace?.known&&(kubernetesNamespaces.has(namespace.value)||namespace.value==="istio-system")||[...body.entries("spec","containers").items,...body.entries("spec","initContainers").items].some(isIstioContainer))return!0;let ambient=namespace&&snapshot.namespaceLabels(namespace).known.get(ambientKey)?.value;return textOf(ambient)==="ambient"||textOf(labels.known.get(ambientKey)?.value)==="ambient"}function isLeftOut(pod,snapshot){let{namespace}=pod.owner;if(pod.verdict!=="not-injected"||!namespace||!saysNothing(pod)||saysItElsewhere(pod))return!1;let{injection,revision}=namespaceSwitches(snapshot,namespace);return injection.known&&injection.value===void 0&&revision.known&&!revision.value&&pod.webhooks.every(({mutated})=>!mutated.known)}function saysItElsewhere({owner,pods}){let{labels,annotations}=pods.first;return labels.known.has(injectionKey)||annotations.known.has(injectionKey)?!0:[injectKey,injectionKey].some(key=>["labels","annotations"].some(field=>{let written=owner.has("metadata",field,key);return written.known&&written.value}))}var overlaysGap=unknown({what:"the labels that overlays of ytt add to the Namespace",hint:"lint the manifests that ytt renders"}),overlaid=new WeakMap;function hasOverlays({unit}){let found=overlaid.get(unit)??unit.files.some(({file})=>/^[ -]*#@overlay\//m.test(file.text));return overlaid.set(unit,found),found}function usesSidecars(snapshot,pods,injectors){let asks=namespace=>textOf(namespace.get("metadata","labels",injectionKey))==="enabled"||!!textOf(namespace.get("metadata","labels",revisionKey));return injectors.some(({embedded})=>!embedded)||snapshot.all("Namespace").some(asks)||pods.some(pod=>optIn(pod)!==void 0)}function configuredNamespaces({unit}){let found=unit.resources.filter(({apiVersion})=>/^[a-z]+\.istio\.io\//.test(apiVersion));return new Set(found.flatMap(({namespace})=>namespace?[showNamespace(namespace)]:[]))}function namespaceOf({namespace},snapshot){let declared=namespace?.known?snapshot.find("Namespace",namespace.value):void 0;return declared?.known?declared.value[0]:void 0}var namespace_not_injected_default={id:"namespace-not-injected",topic:"injection",summary:"Workloads get no sidecar because neither they nor their Namespace ask for one",why:"The manifests use the mesh, and these workloads stay outside of it. That may be meant; then it is better said.",fix:'Label the Namespace "istio-injection: enabled" (or "istio.io/rev") to have sidecars, "istio-injection: disabled" to say that none is wanted.',severity:"info",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/analysis/ist0102/"],aliases:["IST0102"],each:"unit",needs:["Namespace"],messages:{one:'{workload} gets no sidecar: neither it nor Namespace "{namespace}" asks for one.',several:'Namespace "{namespace}" asks for no sidecars, so {count} workloads get none: {workloads}.'},examples:{good:[{title:"a Namespace that says what it wants",files:`
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
        `},{title:"a revision whose installation is here, but not its webhooks",undecided:1,files:`
          apiVersion: v1
          kind: Namespace
          metadata: { name: next, labels: { istio.io/rev: canary } }
          ---
          apiVersion: install.istio.io/v1alpha1
          kind: IstioOperator
          metadata: { name: canary, namespace: istio-system }
          spec: { revision: canary }
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
        `}]},check(pod,{snapshot,mesh,report,cannotTell}){let{owner}=pod,workload=titleOf(owner);if(!owner.namespace||!snapshot.usesMesh||needsNoSidecar(pod,snapshot))return;let configuring=configurationOf(pod,mesh).filter(({effect})=>effect!=="elsewhere"),[first]=configuring,configuration=first?titleOf(first.resource):"",related=namedBy(configuring),base={on:owner,at:owner.at(["metadata","name"]),related,pod};if(pod.verdict==="unknown"){cannotTell(owner,pod.missing);let{injection}=namespaceSwitches(snapshot,owner.namespace);first&&!injection.known&&saysNothing(pod)&&report({...base,message:"untold",severity:"info",data:{workload,configuration},fix:"Add the Namespace to the input (and say which it is with -n, where no manifest does), or label the pods."})}else if(isLeftOut(pod,snapshot)){if(!first)return;if(hasOverlays(snapshot))return cannotTell(owner,overlaysGap);let home=namespaceOf(owner,snapshot);home&&related.push({at:home.at(["metadata","name"]),message:"the Namespace has no injection label"}),report({...base,message:"configured",data:{workload,configuration}})}else if(pod.verdict==="not-injected"&&saysNothing(pod)){let skip=pod.trail.find(({reason,outcome})=>reason==="policy"&&outcome==="skipped");if(!skip||!first&&pod.webhooks.length===0)return;let because=skip.because.charAt(0).toLowerCase()+skip.because.slice(1);report({...base,message:"skipped",severity:first?"warning":"info",data:{workload,because}})}}};var webhook_configuration_refused_default={id:"webhook-configuration-refused",topic:"injection",summary:"The API server refuses a MutatingWebhookConfiguration",why:"A configuration that is refused never reaches the cluster, so none of its webhooks is called: an injector in it injects nothing.",fix:"Write what the API server accepts; `kubectl apply --dry-run=server` tells whether it does.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/"],aliases:[],each:"MutatingWebhookConfiguration",needs:[],messages:{refused:'The API server refuses MutatingWebhookConfiguration "{name}": {why}.'},examples:{good:[{title:"a condition of type bool",files:`
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
        `}],bad:[{title:"two mounts at one path, a mount without a volume, a proxy without an image",files:`
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
        `}]},check(pod,{report}){let{owner}=pod;for(let found of templateErrors(owner)){let error=fieldErrorText(found).replace(/ \(e\.g\. .*$/s,"").replace(/\.$/,"");report({on:owner,at:owner.at(found.path),pod,severity:/Required value$|Not found: /.test(error)?"warning":"error",message:"invalid",data:{workload:titleOf(owner),error}})}}};var container_port_reserved_default={id:"container-port-reserved",topic:"ports",summary:"A container listens on a port that the sidecar listens on",why:"Containers of a pod share one network: two listeners on one port fail, and nobody checks it at admission.",fix:"Let the container listen on another port.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"workload",needs:[],messages:{clash:'Port {port} of container "{container}" clashes with {listener} in the same pod. {consequence}',wouldClash:'Port {port} of container "{container}" would clash with {listener} if the pod gets its sidecar. {consequence}',perhaps:'Port {port} of container "{container}" clashes with {listener} where {setting} is "true". {consequence}'},examples:{good:[{title:"ports that nothing of the sidecar listens on, and Istio’s own container",files:`
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
        `}]},check(pod,{report}){let severity=clashSeverity(pod);if(severity)for(let container of ownContainers(pod))for(let port of container.entries("ports").items){let number=port.get("containerPort"),protocol=port.get("protocol");if(!number.known||number.value===void 0||!protocol.known)continue;let reserved=reservedPort(number.value,protocol.value);if(!reserved)continue;let{listener,consequence,onlyWith:setting}=reserved,data={port:number.value,container:containerName(container),listener,consequence},place={on:pod.owner,at:port.at(["containerPort"]),pod};isAlwaysReserved(reserved)?report({...place,message:severity==="error"?"clash":"wouldClash",severity,data}):setting&&severity==="error"&&report({...place,message:"perhaps",severity:"info",data:{...data,setting}})}}};var probes=["livenessProbe","readinessProbe","startupProbe"],handlers=["httpGet","tcpSocket","grpc"],probe_port_reserved_default={id:"probe-port-reserved",topic:"ports",summary:"A probe asks a port where the sidecar answers, not the container",why:"The probe then tells how the sidecar fares: a broken container stays in service, or a healthy one is restarted.",fix:"Let the probe ask a port that the container listens on.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/","https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"workload",needs:[],messages:{answered:'The {probe} of container "{container}" asks port {port}, where {listener} answers.',wouldBeAnswered:'The {probe} of container "{container}" asks port {port}, where {listener} would answer if the pod gets its sidecar.'},examples:{good:[{title:"a probe on the container’s own port",files:`
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
        `}]},check(pod,{report}){let severity=clashSeverity(pod);if(!severity)return;let message=severity==="error"?"answered":"wouldBeAnswered";for(let container of ownContainers(pod))for(let probe of probes)for(let handler of handlers){let port=probePort(container,probe,handler),reserved=port.known&&typeof port.value=="number"?reservedPort(port.value):void 0;!reserved||reserved.onlyWith||isRewritten(container,probe)||report({message,severity,on:pod.owner,at:container.at([probe,handler,"port"]),pod,data:{probe,container:containerName(container),port:reserved.port,listener:reserved.listener}})}}};function isRewritten(container,probe){let path=container.get(probe,"httpGet","path");return path.known&&path.value?.startsWith("/app-health/")===!0}function probePort(container,probe,handler){return container.get(probe,handler,"port")}var meantForOthers=new Set([15020,15021,15090]),service_target_port_reserved_default={id:"service-target-port-reserved",topic:"ports",summary:"A Service sends to a port where the sidecar listens, not the application",why:"What is sent to the Service reaches a listener of the sidecar, or nothing, and never the application.",fix:"Let the application listen on another port, and name that one in targetPort.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio"],each:"Service",needs:[],messages:{reaches:'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens, not the application.',wouldReach:'Service "{service}" sends to port {port} of the pods of {workload}, where {listener} listens if they get their sidecar.'},examples:{good:[{title:"a Service in front of Envoy’s metrics, and one that selects nothing injected",files:`
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
        `}]},check(service2,{mesh,report}){let selected=mesh.podsOf(service2);if(selected.known)for(let port of service2.entries("spec","ports").items){let target=port.get("targetPort"),number=target.known&&target.value===void 0?port.get("port"):target,protocol=port.get("protocol");if(!number.known||typeof number.value!="number"||!protocol.known)continue;let reserved=reservedPort(number.value,protocol.value);if(!reserved||reserved.onlyWith)continue;let pod=selected.value.find(one=>clashSeverity(one)&&!(meantForOthers.has(reserved.port)||declares(one,reserved.port)));if(!pod)continue;let severity=clashSeverity(pod)??"warning";report({message:severity==="error"?"reaches":"wouldReach",severity,on:service2,at:port.at([target.known&&target.value===void 0?"port":"targetPort"]),pod,related:[{at:pod.owner.at(["metadata","name"]),message:"one of the workloads that it selects"}],data:{service:showName(service2),port:reserved.port,workload:`${pod.owner.kind} "${showName(pod.owner)}"`,listener:reserved.listener}})}}};function declares(pod,port){return ownContainers(pod).some(container=>container.entries("ports").items.some(one=>isKnown(one.get("containerPort"),port)))}function destinationsOf(virtualService){let http=virtualService.entries("spec","http").items.flatMap(route=>[...weighted(route.entries("route").items),...route.entries("mirrors").items.map(one=>sure(one.view("destination"))),...route.entries("mirror").written?[sure(route.view("mirror"))]:[]]),opaque=[...virtualService.entries("spec","tcp").items,...virtualService.entries("spec","tls").items];return[...http,...opaque.flatMap(route=>weighted(route.entries("route").items))]}function sure(destination){return{destination,severity:"error"}}function weighted(routes){let isIdle=route=>isKnown(route.get("weight"),0)||isKnown(route.get("weight"),void 0);return routes.map(route=>({destination:route.view("destination"),severity:isIdle(route)&&routes.some(one=>!isIdle(one))?"warning":"error"}))}function podRange({names:names2,replicas,first,pod}){return!names2||!replicas.known||replicas.value<1?"no pod":replicas.value===1?`only "${first.shownName}"`:`"${first.shownName}" to "${pod(replicas.value-1).shownName}"`}function didYouMean(names2){let[nearest]=names2;return nearest===void 0?"":` Did you mean "${nearest}"?`}var missingHostMessages={missing:'There is no host "{host}" in the mesh.{hint}',pod:'Host "{host}" names pod "{pod}" of StatefulSet "{set}", and the mesh has hosts for Services, not for single pods.',podBeyond:'Host "{host}" names pod "{pod}", and StatefulSet "{set}" makes {pods}.',hidden:'Host "{host}" is not exported to namespace "{namespace}".',shortened:'Host "{host}" has a dot, so Istio does not complete it: the Service is "{full}".'},nothing={hint:"",pod:"",set:"",pods:"",full:""};function missingHost(mesh,host,namespace,{complete}){let target=mesh.resolve(host,namespace);if(target.known&&target.value)return;let data={...nothing,host,namespace:namespace.known?namespace.value:""},pod=mesh.statefulPodOf(host,namespace);if(pod){let{owner,pods}=pod.workload,related=[{at:owner.at(["metadata","name"]),message:"the StatefulSet"}];return{message:pod.exists.known&&!pod.exists.value?"podBeyond":"pod",related,data:{...data,pod:pod.name,set:showName(owner),pods:podRange(pods)}}}let meant=mesh.meantBy(host,namespace);if(meant){let found2={message:"shortened",related:meant.services.slice(0,1).map(one=>({at:one.at(["metadata","name"]),message:"the Service"})),data:{...data,full:meant.fqdn}};return target.known?found2:{...found2,severity:"warning"}}if(!target.known)return;let[hidden]=mesh.hiddenFrom(host,namespace);if(hidden)return{message:"hidden",data,related:[{at:hidden.at(["metadata","name"]),message:"not exported from here"}]};let hint=didYouMean(mesh.nearestHosts(host,namespace)),found={message:"missing",related:[],data:{...data,hint}};return complete||namespace.known||host.includes(".")||hint!==""?found:{...found,severity:"warning"}}var redisCluster=`
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
          `}}]},check(virtualService,{mesh,report,cannotTell}){for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),port=destination.get("port","number");if(port.known||cannotTell(virtualService,port),!host.known||!host.value||!port.known||port.value===void 0||!virtualService.namespace)continue;let target=mesh.resolve(host.value,virtualService.namespace);if(!target.known||!target.value)continue;let has=mesh.hasPort(target.value,port.value);if(has.known||cannotTell(virtualService,has),!has.known||has.value)continue;let[declared]=[...target.value.services,...target.value.serviceEntries];report({message:"missing",severity,on:virtualService,at:destination.at(["port","number"]),related:declared?[{at:declared.at(["spec","ports"],"key"),message:"its ports"}]:[],data:{host:host.value,port:port.value,ports:mesh.portsOf(target.value).join(", ")||"none"}})}}};var virtualservice_port_required_default={id:"virtualservice-port-required",topic:"references",summary:"A VirtualService names no port of a host that has several",why:"Istio can not tell which port is meant and takes the one of the request, which the host need not have.",fix:"Write port.number.",severity:"error",since:"0.1.0",references:["https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination"],aliases:["IST0112"],each:"VirtualService",needs:[],messages:{required:'Host "{host}" has the ports {ports}, and this destination names none of them.'},examples:{good:[{title:"a Service with one port",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
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
        `}]},check(virtualService,{mesh,report,cannotTell}){for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),port=destination.has("port");if(!host.known||!host.value||!port.known||port.value||!virtualService.namespace)continue;let target=mesh.resolve(host.value,virtualService.namespace);if(!target.known||!target.value)continue;let required=mesh.needsPort(target.value);if(required.known||cannotTell(virtualService,required),!required.known||!required.value)continue;let ports=mesh.portsOf(target.value),asked=requestPorts(virtualService,mesh),fits=asked?.every(port2=>ports.includes(port2));report({message:"required",severity:fits?"info":asked?severity:"warning",on:virtualService,at:destination.at(["host"]),data:{host:host.value,ports:ports.join(", ")}})}}};function requestPorts(virtualService,mesh){let{namespace}=virtualService,gateways=virtualService.entries("spec","gateways");if(!namespace||gateways.gaps.length>0||gateways.items.some(one=>!isKnown(one.get(),"mesh")))return;let ports=virtualService.entries("spec","hosts").items.map(item=>{let host=item.get(),target=host.known&&host.value?mesh.resolve(host.value,namespace):void 0;return target?.known&&target.value?mesh.portsOf(target.value):void 0});return ports.every(some=>some!==void 0)&&ports.length>0?ports.flat():void 0}var virtualservice_service_empty_default={id:"virtualservice-service-empty",topic:"references",summary:"A VirtualService routes to a Service that selects no pod",why:"The Service has no endpoints: every request of the route is answered with 503, every connection is closed.",fix:"Let the selector of the Service be labels of the pod template that it is for.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes"],aliases:[],each:"VirtualService",needs:[],messages:{empty:'Service "{service}" selects no pod of any workload in its namespace.'},examples:{good:[{title:"a Service that selects pods",files:{"cluster.yaml":redisCluster,"mesh.yaml":`
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
          `}}]},check(virtualService,{mesh,report,cannotTell}){let{namespace}=virtualService;if(namespace)for(let{destination,severity}of destinationsOf(virtualService)){let host=destination.get("host"),subset=destination.get("subset");if(subset.known||cannotTell(virtualService,subset),!host.known||!host.value||!subset.known||!subset.value)continue;let target=mesh.resolve(host.value,namespace);if(target.known&&!target.value)continue;let defined=mesh.subsetsOf(host.value,subset.value,namespace);if(defined.known||cannotTell(virtualService,defined),!defined.known||defined.value.length>0)continue;let hint=hintFor(subset.value,mesh.subsetNames(host.value,namespace)),data={subset:subset.value,host:host.value,hint};report({message:"missing",severity,on:virtualService,at:destination.at(["subset"]),data})}}};function hintFor(subset,names2){let isVersion=name=>name.replace(/\d/g,"")===subset.replace(/\d/g,""),slip=didYouMean(nearestNames(subset,names2).filter(name=>!isVersion(name)));return slip!==""||names2.length===0?slip:` It has ${names2.slice(0,5).map(name=>`"${name}"`).join(", ")}${names2.length>5?", …":""}.`}var label="[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",service=`\\.([a-z](?:[a-z0-9-]*[a-z0-9])?)((?:\\.${label})*)(?![\\w-])`,ordinalName=new RegExp(`(?<![\\w.-])([a-z](?:[a-z0-9-]*[a-z0-9])?)-(\\d{1,4})${service}`,"g"),variableName=new RegExp(`\\$[({]?(?:POD_NAME|MY_POD_NAME|HOSTNAME|hostname)[)}]?()()${service}`,"g");function podDnsUses(snapshot,pods){let inPods=pods.flatMap(workload=>containerTexts(workload).flatMap(leaf=>usesIn(leaf,workload.owner,workload))),inMaps=snapshot.all("ConfigMap").flatMap(map=>map.entries("data").items.flatMap(leaf=>usesIn(leaf,map,void 0)));return groupBy([...inPods,...inMaps],use=>use.service)}function containerTexts({pods}){let{body}=pods.first;return[...body.entries("spec","initContainers").items,...body.entries("spec","containers").items].flatMap(container=>[...container.entries("command").items,...container.entries("args").items,...container.entries("env").items.map(variable=>variable.view("value"))])}function usesIn(leaf,on2,workload){let text=leaf.get();if(!text.known||text.value===void 0||!text.value.includes("."))return[];let whole=text.value;return[...whole.matchAll(ordinalName),...whole.matchAll(variableName)].flatMap(match=>{let[written,set,ordinal,name="",rest=""]=match,[,namespace,ending]=rest.split(".");if(ending!==void 0&&ending!=="svc"||isComment(whole,match.index))return[];let pod=set?{set,ordinal:Number(ordinal)}:void 0;return[{text:written,pod,service:name,namespace,on:on2,workload,at:placeIn(leaf.at(),written)}]})}function isComment(text,index){return/^\s*(#|\/\/)/.test(text.slice(text.lastIndexOf(`
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
        `}]},check(snapshot,{pods,mesh,report}){for(let{pod,service:service2,namespace:named,on:on2,text,at}of[...podDnsUses(snapshot,pods).values()].flat()){let namespace=named===void 0?on2.namespace:{known:!0,value:named},found=pod&&namespace?mesh.statefulPodOf(`${pod.set}-${pod.ordinal}.${service2}`,namespace):void 0;if(!found||!isKnown(found.exists,!1)||isKnown(found.workload.pods.replicas,0))continue;let{owner}=found.workload;report({message:"beyond",on:on2,at,related:[{at:owner.at(["spec","replicas"]),message:"the number of its pods"}],data:{name:text,pod:found.name,set:showName(owner),pods:podRange(found.workload.pods)}})}}};var statefulset_service_unfit_default={id:"statefulset-service-unfit",topic:"statefulset",summary:"A StatefulSet has no headless Service that selects its pods",why:"The DNS name of a pod, redis-0.redis, exists only through a headless Service that is named in serviceName and selects the pod. Without it peers that use such names never find each other.",fix:"Name a headless Service (clusterIP: None) that selects the pods.",severity:"error",since:"0.1.0",references:["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],each:"unit",needs:["StatefulSet","Service","ConfigMap"],messages:{missing:'StatefulSet "{set}" names Service "{service}", which is not in namespace "{namespace}".',notHeadless:'Service "{service}", which StatefulSet "{set}" names, is not headless.',selectsOthers:'Service "{service}", which StatefulSet "{set}" names, does not select its pods.'},examples:{good:[{title:"a headless Service that selects the pods",files:`
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
        `}]},check({file,notes},{report}){if(/^ *#@ *(def|if|for)\b/m.test(file.text))return;let lost=lostObjects(file.text,notes);for(let note of notes){let{code,span,related,detail}=note;if(code!=="duplicate-key"&&code!=="merged-key-overridden")continue;let at={file,span,precision:"node"},separator=lost.get(note);if(separator==="first"&&report({message:"object",severity:"error",at,data:{key:detail}}),separator)continue;let isMerged=code==="merged-key-overridden";report({message:isMerged?"merged":"found",severity:isMerged?"info":"warning",at,related:related?[{at:{file,span:related,precision:"node"},message:isMerged?"the one that is overridden":"the one that is dropped"}]:[],data:{key:detail}})}}};function lostObjects(text,notes){let found=new Map,top=notes.filter(({code,span})=>code==="duplicate-key"&&isAtLineStart(text,span.start)),end;for(let[index,note]of top.entries()){let next=top[index+1],isFirst=next&&new Set(["apiVersion","kind",note.detail,next.detail]).size===2&&note.detail!==next.detail,isMore=end!==void 0&&!/^---/m.test(text.slice(end,note.span.start));(isFirst||isMore)&&found.set(note,isFirst?"first":"more"),end=isFirst||isMore?note.span.end:void 0}return found}function isAtLineStart(text,start){return start===0||text[start-1]===`
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
        `}]},check({file,notes},{report}){for(let note of notes)note.code==="dropped-text"&&report({message:"found",at:{file,span:note.span,precision:"node"},data:{text:note.detail}})}};var text_invalid_utf8_default={id:"text-invalid-utf8",topic:"text",summary:"Bytes that are no UTF-8",why:"Kubernetes reads each such byte as the character U+FFFD: names and values are not the ones that an editor in another encoding shows.",fix:"Save the file as UTF-8.",severity:"warning",since:"0.1.0",references:["https://yaml.org/spec/1.2.2/#52-character-encodings"],each:"file",needs:[],messages:{found:"This line holds bytes that are no UTF-8; Kubernetes reads them as U+FFFD."},examples:{good:[{title:"UTF-8",files:`
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
          `}}]},check({file,notes},{report}){for(let note of notes)note.code==="invalid-utf8"&&report({message:"found",at:{file,span:note.span,precision:"node"}})}};var rules=[ambient_namespace_injected_default,container_port_reserved_default,default_injector_missing_default,destinationrule_host_missing_default,destinationrule_subset_empty_default,host_network_pod_opts_in_default,injection_annotation_unread_default,injection_opt_in_overruled_default,injection_switch_misplaced_default,injection_switches_contradict_default,injection_value_misread_default,injectors_overlap_default,istio_injection_misplaced_default,key_duplicate_default,kubernetes_namespace_opts_in_default,metadata_value_not_string_default,namespace_declarations_disagree_default,namespace_injection_labels_conflict_default,namespace_not_injected_default,namespace_revision_unserved_default,opted_out_workload_configured_default,pod_refused_by_api_server_default,pod_rejected_by_injector_default,pod_revision_unserved_default,probe_port_reserved_default,run_as_id_reserved_default,service_target_port_reserved_default,sidecar_missing_default,statefulset_ordinal_missing_default,statefulset_service_unfit_default,text_dropped_default,text_invalid_utf8_default,virtualservice_host_missing_default,virtualservice_port_missing_default,virtualservice_port_required_default,virtualservice_service_empty_default,virtualservice_subset_missing_default,webhook_configuration_refused_default,workload_refused_default];var allRules=[...rules,ignoreCommentRule].sort((a,b)=>compareText(a.id,b.id));export{allRules};
