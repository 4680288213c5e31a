import type { FindingWords } from './describe-finding.ts'

export const frenchFindings: FindingWords = {
  'lookup-failed': (name) => ({
    what: `Le DNS n’a rien répondu au sujet de ${name} : on n’en sait donc rien.`,
    remedy: 'Réessayez dans quelques minutes.',
  }),
  'mx-found': (exchange) => ({ what: `Le courrier de ce domaine arrive chez ${exchange}.`, remedy: '' }),
  'mx-missing': (domain) => ({
    what: `${domain} n’indique aucun serveur pour son courrier (MX) : les réponses reviennent, et beaucoup de serveurs refusent ses messages.`,
    remedy: 'Saisissez les enregistrements MX que donne votre fournisseur de messagerie.',
  }),
  'mx-none-wanted': () => ({
    what: 'Ce domaine déclare ne pas recevoir de courrier (MX nul, RFC 7505) : les réponses reviennent.',
    remedy: 'Remplacez cet enregistrement par les MX que donne votre fournisseur de messagerie.',
  }),
  'spf-found': (domain) => ({
    what: `${domain} dit quels serveurs envoient son courrier (SPF), et c’est lisible.`,
    remedy: '',
  }),
  'spf-missing': (domain) => ({
    what: `${domain} ne dit pas quels serveurs envoient son courrier (SPF) : Gmail, Outlook et d’autres s’en méfient.`,
    remedy: '',
  }),
  'spf-several': (count) => ({
    what: `Il y a ${count} enregistrements SPF. Un seul est permis : plusieurs comptent comme une erreur.`,
    remedy: 'Remplacez-les tous par un seul.',
  }),
  'spf-open': () => ({
    what: 'L’enregistrement SPF se termine par « +all » : n’importe qui peut écrire en votre nom.',
    remedy: '',
  }),
  'spf-without-end': () => ({
    what: 'L’enregistrement SPF ne dit pas quoi faire du courrier venu d’autres serveurs.',
    remedy: 'Terminez-le par ~all, puis par -all quand vous êtes sûr que tous vos services y figurent.',
  }),
  'spf-too-many-lookups': () => ({
    what: 'L’enregistrement SPF demande plus de dix recherches ; les serveurs s’arrêtent là et y voient une erreur.',
    remedy:
      'Retirez les services que vous n’utilisez plus, ou faites-en envoyer certains depuis un sous-domaine.',
  }),
  'spf-broken': (term) => ({
    what: `L’enregistrement SPF est inutilisable à cause de « ${term} ».`,
    remedy: 'Corrigez cet élément ou retirez-le.',
  }),
  'spf-sender-missing': (sender) => ({
    what: `${sender} envoie du courrier de ce domaine, mais l’enregistrement SPF ne le dit pas.`,
    remedy: '',
  }),
  'dkim-found': (name) => ({ what: `La clé de signature (DKIM) est publiée sous ${name}.`, remedy: '' }),
  'dkim-missing': (sender) => ({
    what: `La clé avec laquelle ${sender} signe votre courrier (DKIM) n’est pas publiée : personne ne peut la vérifier.`,
    remedy: `Copiez dans votre DNS les enregistrements que vous montre ${sender}.`,
  }),
  'dkim-not-found': (domain) => ({
    what: `Aucune clé de signature (DKIM) n’a été trouvée pour ${domain} sous les noms habituels. La vôtre porte peut-être un autre nom.`,
    remedy:
      'Demandez à votre fournisseur sous quel nom (sélecteur) il signe, puis vérifiez à nouveau avec ce nom.',
  }),
  'dkim-not-there': (name) => ({
    what: `Aucune clé de signature (DKIM) n’est publiée sous ${name} : personne ne peut vérifier ce qu’elle signe.`,
    remedy:
      'Copiez dans votre DNS l’enregistrement que vous montre votre fournisseur ; vérifiez aussi le nom (sélecteur).',
  }),
  'dkim-revoked': (name) => ({
    what: `La clé sous ${name} a été révoquée (elle est vide) : le courrier qu’elle signe passe pour non signé.`,
    remedy: 'Faites signer votre fournisseur avec une nouvelle clé, et publiez-la.',
  }),
  'dkim-weak': (name) => ({
    what: `La clé sous ${name} a moins de 2 048 bits.`,
    remedy: 'Demandez-en une plus longue à votre fournisseur à la prochaine occasion.',
  }),
  'dkim-broken': (name) => ({
    what: `Ce qui est publié sous ${name} n’est pas une clé utilisable ; il en manque peut-être un morceau.`,
    remedy: 'Copiez à nouveau l’enregistrement entier.',
  }),
  'dmarc-found': (policy) => ({
    what: `Les serveurs savent quoi faire du courrier qui se fait passer pour le vôtre (DMARC : ${policy}).`,
    remedy: '',
  }),
  'dmarc-inherited': (policy) => ({
    what: `Le domaine parent dit quoi faire du courrier qui se fait passer pour le vôtre (DMARC : ${policy}).`,
    remedy: '',
  }),
  'dmarc-watching': () => ({
    what: 'DMARC ne fait qu’observer (p=none). Cela suffit pour être accepté, mais n’arrête personne qui se fait passer pour vous.',
    remedy:
      'Quand ses rapports montrent que tout votre courrier passe, choisissez p=quarantine, puis p=reject.',
  }),
  'dmarc-missing': (domain) => ({
    what: `${domain} n’a pas d’enregistrement DMARC. Gmail et Yahoo l’exigent de ceux qui envoient beaucoup.`,
    remedy: '',
  }),
  'dmarc-several': (name) => ({
    what: `Il y a plusieurs enregistrements DMARC sous ${name} : tous sont ignorés.`,
    remedy: 'N’en gardez qu’un.',
  }),
  'dmarc-broken': (record) => ({
    what: `Cet enregistrement DMARC est illisible : ${record}`,
    remedy: 'Il doit commencer par v=DMARC1; p=none (ou quarantine, ou reject).',
  }),
}
