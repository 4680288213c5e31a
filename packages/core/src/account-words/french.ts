import type { AccountWords } from './account-words.ts'

export const frenchAccountWords: AccountWords = {
  'password-refused': ({ place, username }) => ({
    what: `${place} a refusé l’identifiant ${username} ou son mot de passe.`,
    remedy:
      'Vérifiez les deux. Beaucoup de fournisseurs veulent ici un mot de passe d’application, pas celui de leur site.',
  }),
  'app-password-needed': ({ provider }) => ({
    what: `${provider} n’accepte pas votre mot de passe habituel depuis un autre logiciel.`,
    remedy: `Créez un mot de passe d’application dans les réglages de sécurité de votre compte ${provider}, puis saisissez-le ici.`,
  }),
  'sign-in-needed': ({ provider }) => ({
    what: `${provider} n’accepte plus de mot de passe depuis un autre logiciel.`,
    remedy: `Utilisez le bouton « Se connecter avec ${provider} ».`,
  }),
  'sign-in-refused': ({ provider, username }) => ({
    what: `${provider} n’a pas accepté la connexion pour ${username}.`,
    remedy: `Recommencez en choisissant le compte ${username}, ou un compte qui peut ouvrir cette boîte.`,
  }),
  'sign-in-incomplete': ({ provider }) => ({
    what: `${provider} n’a pas été autorisé à donner accès à vos messages.`,
    remedy:
      'Recommencez en laissant toutes les cases cochées : il en faut une pour lire et une pour répondre.',
  }),
  'sign-in-expired': () => ({
    what: 'Cette connexion a pris trop de temps ou a déjà servi.',
    remedy: 'Recommencez avec le bouton de connexion.',
  }),
  'sign-in-cancelled': ({ provider }) => ({
    what: `La connexion avec ${provider} a été annulée ou refusée.`,
    remedy:
      'Recommencez ; dans un compte d’entreprise, un administrateur doit parfois d’abord autoriser ce logiciel.',
  }),
  'signed-out': ({ provider }) => ({
    what: `${provider} a mis fin à l’accès à cette boîte, par exemple après un changement de mot de passe.`,
    remedy: `Reconnectez la boîte avec ${provider}. Rien n’est perdu : ce qui est arrivé entre-temps sera lu.`,
  }),
  'imap-disabled': ({ provider }) => ({
    what: `L’accès IMAP est désactivé dans ce compte ${provider}.`,
    remedy: `Autorisez l’IMAP dans les réglages de messagerie du site ${provider}, puis réessayez.`,
  }),
  'sending-disabled': ({ place, provider }) => ({
    what: `${place} ne laisse pas ce compte envoyer depuis un autre logiciel (SMTP).`,
    remedy: `Demandez à l’administrateur du compte ${provider} d’autoriser l’envoi SMTP authentifié pour cette boîte.`,
  }),
  'web-login-needed': ({ provider }) => ({
    what: `${provider} veut vous voir dans un navigateur avant de laisser entrer un autre logiciel.`,
    remedy: `Connectez-vous une fois sur le site ${provider}, confirmez que c’était vous, puis réessayez.`,
  }),
  'login-not-offered': ({ place }) => ({
    what: `${place} ne propose pas ce genre de connexion.`,
    remedy: 'Choisissez un chiffrement (TLS ou STARTTLS) ; sinon, vérifiez le serveur et le port.',
  }),
  'host-unknown': ({ host }) => ({
    what: `Aucun serveur ne s’appelle ${host}.`,
    remedy: 'Vérifiez l’orthographe du nom du serveur.',
  }),
  'host-private': ({ host }) => ({
    what: `${host} n’est pas un serveur de l’internet public.`,
    remedy:
      'Saisissez le nom public du serveur ; qui exploite ce logiciel peut autoriser les réseaux privés.',
  }),
  'port-closed': ({ place }) => ({
    what: `${place} refuse les connexions.`,
    remedy: 'Vérifiez le serveur et le port ; un pare-feu est peut-être entre les deux.',
  }),
  'no-answer': ({ place }) => ({
    what: `${place} ne répond pas.`,
    remedy: 'Vérifiez le serveur, le port et le chiffrement ; un pare-feu est peut-être entre les deux.',
  }),
  'connection-lost': ({ place }) => ({
    what: `${place} a fermé la connexion.`,
    remedy: 'Réessayez dans un instant ; si cela continue, vérifiez le port et le chiffrement.',
  }),
  'certificate-unknown': ({ place }) => ({
    what: `Le certificat de ${place} ne vient d’aucune autorité reconnue.`,
    remedy:
      'Demandez un certificat public à qui gère le serveur, ou utilisez le nom de serveur donné par votre fournisseur.',
  }),
  'certificate-other-name': ({ place }) => ({
    what: `Le certificat de ${place} appartient à un autre nom.`,
    remedy:
      'Utilisez le nom de serveur donné par votre fournisseur : votre domaine n’en est souvent qu’un alias.',
  }),
  'certificate-expired': ({ place }) => ({
    what: `Le certificat de ${place} n’est pas valable aujourd’hui.`,
    remedy: 'La personne qui gère le serveur doit le renouveler.',
  }),
  'tls-not-spoken': ({ place, isOutgoing }) => ({
    what: `${place} ne commence pas par un chiffrement.`,
    remedy: `Choisissez STARTTLS, ou le port ${isOutgoing ? 465 : 993} pour TLS.`,
  }),
  'tls-failed': ({ place }) => ({
    what: `Aucune connexion chiffrée avec ${place} n’a pu être établie.`,
    remedy:
      'Vérifiez le serveur, le port et le chiffrement ; un serveur très ancien ne connaît pas celui d’aujourd’hui.',
  }),
  'starttls-missing': ({ place, isOutgoing }) => ({
    what: `${place} ne propose pas STARTTLS.`,
    remedy: `Choisissez TLS avec le port ${isOutgoing ? 465 : 993}.`,
  }),
  'encryption-needed': ({ place }) => ({
    what: `${place} n’accepte un mot de passe que sur une connexion chiffrée.`,
    remedy: 'Choisissez TLS ou STARTTLS.',
  }),
  'folder-missing': ({ folder }) => ({
    what: `La boîte n’a pas de dossier nommé ${folder}.`,
    remedy: 'Choisissez-en un qui existe ; INBOX existe toujours.',
  }),
  throttled: ({ place }) => ({
    what: `${place} demande une pause : ce compte a été trop sollicité.`,
    remedy: 'Attendez quelques minutes. Votre mot de passe n’est pas en cause.',
  }),
  unavailable: ({ place }) => ({
    what: `${place} ne peut pas servir ce compte en ce moment.`,
    remedy: 'Réessayez dans quelques minutes. Votre mot de passe n’est pas en cause.',
  }),
  'not-understood': ({ place, isOutgoing }) => ({
    what: `${place} a répondu comme un serveur de messagerie ne le fait pas.`,
    remedy: `Vérifiez le serveur et le port : ${isOutgoing ? '465 ou 587 pour SMTP' : '993 ou 143 pour IMAP'}.`,
  }),
}
