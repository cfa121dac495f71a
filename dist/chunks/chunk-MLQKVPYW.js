var ignoreCommentRule={id:"ignore-comment-invalid",topic:"suppression",summary:"An ignore comment has no reason, names no rule, or silences nothing",why:"A comment that silences nothing hides nothing today, and something else tomorrow; without a reason nobody knows when it may go.",fix:'Write "# meshlint-ignore rule: reason" on the line of the problem or on the line above it, or delete the comment.',severity:"warning",since:"0.1.0",references:["https://github.com/meshlint/meshlint#silencing-a-finding"],each:"file",needs:[],messages:{incomplete:'This comment silences nothing: it needs the form "{mark} meshlint-ignore rule: reason".',unknownRule:'There is no rule "{rule}" to ignore.{hint}',unused:'Rule "{rule}" finds nothing to ignore here.'},examples:{good:[{title:"a finding silenced with a reason",files:`
          apiVersion: v1
          kind: Namespace
          metadata:
            name: prod
            labels:
              # meshlint-ignore injection-value-misread: an admission policy of ours rewrites it
              istio-injection: "true"
        `}],bad:[{title:"no reason, a misspelt rule, and nothing to silence",files:`
          apiVersion: v1
          kind: Namespace
          # meshlint-ignore injection-value-misread #! incomplete
          metadata:
            name: prod # meshlint-ignore injektion-value-misread: we know #! unknownRule
            labels:
              team: a # meshlint-ignore injection-value-misread: we know #! unused
        `}]},check(){}};export{ignoreCommentRule};
