import { expect, test } from 'vitest'
import { splitReplyHtml, visibleReply } from './index.ts'

function shown(html: string): string {
  return visibleReply(splitReplyHtml(html))
    .trim()
    .replaceAll(/\n{2,}/g, '\n')
}

/** A mail as a program writes it, and what is to be seen of it; with a star, what is to be in it. */
const programs: readonly (readonly [string, string, string?])[] = [
  [
    'gmail',
    '<div dir="ltr">Today.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Le mar. 3 nov. 2026 à 10:12, Ann &lt;<a href="mailto:ann@shop.example">ann@shop.example</a>&gt; a écrit :<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>When?</div></blockquote></div>',
  ],
  [
    'gmail sig',
    '<div dir="ltr">Today.</div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Bob</div><div>Customer Ltd</div></div><div class="gmail_quote"><blockquote class="gmail_quote">When?</blockquote></div>',
  ],
  [
    'gmail indent',
    '<div dir="ltr">They say<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>no refund</div></blockquote>Is that right?</div><div class="gmail_quote"><div class="gmail_attr">On 3 Nov Ann wrote:</div><blockquote class="gmail_quote">When?</blockquote></div>',
    'They say\nno refund\nIs that right?',
  ],
  [
    'own citation',
    '<p>You write</p><blockquote>no refund</blockquote><div>On 3 Nov 2026, at 10:12, Ann &lt;ann@shop.example&gt; wrote:</div><blockquote>When?</blockquote>',
    'You write\nno refund',
  ],
  [
    'gmail forward only',
    '<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : <b>Eve</b> &lt;eve@x.example&gt;<br>Date: mar. 3 nov. 2026 à 10:12<br>Subject: Colis<br>To: bob@c.example<br></div><br><br>Votre colis est perdu.</div></div>',
    '*perdu',
  ],
  [
    'gmail fwd with text',
    '<div dir="ltr">Voir ci-dessous.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : <b>Eve</b> &lt;eve@x.example&gt;<br>Date: mar. 3 nov. 2026<br>Subject: Colis<br>To: bob@c.example<br></div>Votre colis est perdu.</div></div>',
    'Voir ci-dessous.',
  ],
  ['gmail quote only text', '<div class="gmail_quote"><p>I want a refund.</p></div>', 'I want a refund.'],
  [
    'outlook desktop',
    '<div class="WordSection1"><p class="MsoNormal">Today.</p><p class="MsoNormal">&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>De :</b> Ann &lt;ann@shop.example&gt; <br><b>Envoyé :</b> mardi 3 novembre 2026 10:12<br><b>À :</b> Bob<br><b>Objet :</b> Commande</p></div></div><p>When?</p></div>',
  ],
  [
    'outlook de',
    '<div class="WordSection1"><p class="MsoNormal">Today.</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Von:</b> Ann<br><b>Gesendet:</b> Dienstag</p></div><p>When?</p></div>',
  ],
  [
    'outlook web filtered',
    '<div>Today.</div><div style="border-right:none; border-bottom:none; border-left:none; border-image:initial; border-top:1pt solid rgb(225,225,225); padding:3pt 0cm 0cm"><b>From:</b> Ann</div><p>When?</p>',
  ],
  [
    'outlook web short',
    '<div>Today.</div><div style="border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(225, 225, 225) currentcolor currentcolor; padding: 3pt 0cm 0cm;"><b>From:</b> Ann</div><p>When?</p>',
  ],
  [
    'owa',
    '<div>Today.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>De :</b> Ann<br><b>Envoyé :</b> mardi</div><div>When?</div>',
  ],
  [
    'owa x_',
    '<div>Today.</div><div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg" dir="ltr"><b>De :</b> Ann</div><div>When?</div>',
  ],
  [
    'outlook mobile',
    '<div dir="auto">Today.</div><div id="ms-outlook-mobile-signature"><div></div>Télécharger <a href="https://aka.ms/x">Outlook pour Android</a></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>When?</div>',
  ],
  [
    'outlook new',
    '<div class="elementToProof">Today.</div><div id="mail-editor-reference-message-container"><div id="divRplyFwdMsg">Ann</div><div>When?</div></div>',
  ],
  [
    'outlook 2003',
    '<div class="Section1"><p class="MsoNormal">Today.</p><div><div class="MsoNormal" align="center"><hr size="2" width="100%" align="center" tabindex="-1"></div><p class="MsoNormal"><b>From:</b> Ann [mailto:ann@shop.example] <br><b>Sent:</b> Tuesday, November 3, 2026 10:12 AM<br><b>To:</b> Bob<br><b>Subject:</b> Order</p></div><p>When?</p></div>',
  ],
  [
    'apple fr',
    '<div>Today.</div><div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 3 nov. 2026 à 10:12, Ann &lt;ann@shop.example&gt; a écrit :<br><br></blockquote></div><blockquote type="cite"><div>When?</div></blockquote></div>',
  ],
  [
    'apple mac',
    '<div>Today.<div><br><blockquote type="cite"><div>On 3 Nov 2026, at 10:12, Ann &lt;ann@shop.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>When?</div></blockquote></div></div>',
  ],
  [
    'thunderbird fr',
    '<p>Today.<br></p><p><br></p><div class="moz-cite-prefix">Le 03/11/2026 à 10:12, Ann a écrit :<br></div><blockquote type="cite" cite="mid:1@x"><p>When?</p></blockquote>',
  ],
  ['thunderbird sig', '<p>Today.</p><pre class="moz-signature" cols="72">-- \nBob\nCustomer Ltd</pre>'],
  [
    'yahoo fr',
    '<div class="ydp1 yahoo-style-wrap"><div dir="ltr">Today.</div></div><div id="ydp2yahoo_quoted_123" class="ydp2yahoo_quoted"><div>Le mardi 3 novembre 2026 à 10:12:33 UTC+1, Ann &lt;ann@shop.example&gt; a écrit :</div><div>When?</div></div>',
  ],
  [
    'yahoo android',
    'Today.<br><br><div id="ymail_android_signature"><a href="https://x">Envoyé depuis Yahoo Mail pour Android</a></div> <br> <blockquote style="margin: 0 0 20px 0;"> <div style="font-family:Roboto, sans-serif;"> <div>Le mar. 3 nov. 2026 à 10:12, Ann</div><div>&lt;ann@shop.example&gt; a écrit :</div> </div> <div style="padding: 10px 0 0 20px;"> When? </div> </blockquote>',
  ],
  [
    'proton',
    '<div style="font-family: Arial">Today.</div><div class="protonmail_signature_block protonmail_signature_block-empty"></div><div class="protonmail_quote">Le mardi 3 novembre 2026 à 10:12, Ann &lt;ann@shop.example&gt; a écrit :<br><blockquote class="protonmail_quote" type="cite">When?</blockquote></div>',
  ],
  [
    'zimbra free',
    '<div>Today.<br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Ann" &lt;ann@shop.example&gt;<br><b>À: </b>"bob"<br><b>Envoyé: </b>Mardi 3 Novembre 2026<br><b>Objet: </b>Commande<br></div><div data-marker="__QUOTED_TEXT__">When?</div>',
  ],
  [
    'gmx',
    '<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;"><div>Today.</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Dienstag, 03. November 2026 um 10:12 Uhr<br/><b>Von:</b>&nbsp;Ann<br/><b>An:</b>&nbsp;bob<br/><b>Betreff:</b>&nbsp;Bestellung</div><div name="quoted-content">When?</div></div></div></div></body></html>',
  ],
  [
    'orange',
    '<div>Today.</div><blockquote style="padding-left:5px;margin-left:5px;border-left:#ff0000 2px solid">&gt; Message du 03/11/26 10:12<br>&gt; De : "Ann" &lt;ann@shop.example&gt;<br>&gt; A : bob<br>&gt; Copie à : <br>&gt; Objet : Commande<br>&gt; <br>When?</blockquote>',
  ],
  [
    'orange plain',
    '<p>Today.</p><p>&nbsp;</p><p>&gt; Message du 03/11/26 10:12<br>&gt; De : "Ann" &lt;ann@shop.example&gt;<br>&gt; A : bob<br>&gt; Copie à : <br>&gt; Objet : Commande<br>&gt; </p><p>When?</p>',
  ],
  [
    'orange new',
    '<div>Today.</div><div><hr><div>envoyé : 3 novembre 2026 à 10:12</div><div>de : Ann &lt;ann@shop.example&gt;</div><div>à : bob@orange.example</div><div>objet : Commande</div></div><div>When?</div>',
  ],
  [
    'sfr',
    '<div>Today.</div><div>========================================</div><div>Message du : 03/11/2026 10:12<br>De : "Ann" &lt;ann@shop.example&gt;<br>A : bob<br>Copie à : <br>Sujet : Commande</div><div>When?</div>',
  ],
  [
    'laposte',
    '<div>Today.</div><br><div>De : "Ann" &lt;ann@shop.example&gt;<br>A : "bob" &lt;bob@laposte.example&gt;<br>Envoyé: mardi 3 Novembre 2026 10:12<br>Objet : Commande<br></div><div>When?</div>',
  ],
  [
    'samsung',
    '<div dir="auto">Today.</div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Envoyé depuis mon smartphone Samsung Galaxy.</div></div><div style="font-size:100%;color:#000000" dir="auto"><!-- originalMessage --><div>-------- Message d\'origine --------</div><div>De : Ann &lt;ann@shop.example&gt; </div><div>Date : 03/11/2026  10:12  (GMT+01:00) </div><div>À : bob </div><div>Objet : Commande </div><div><br></div></div><div>When?</div>',
  ],
  [
    'zoho',
    '<div>Today.</div><br><div class="zmail_extra"><div><br></div>---- On Tue, 03 Nov 2026 10:12:33 +0100 <b>Ann &lt;ann@shop.example&gt;</b> wrote ----</div><div><br></div><blockquote style="border-left: 1px solid #cccccc; padding-left: 6px; margin:0 0 0 5px">When?</blockquote>',
  ],
  [
    'roundcube',
    '<p>Today.</p><p id="reply-intro">Le 2026-11-03 10:12, Ann a écrit :</p><blockquote type="cite">When?</blockquote>',
  ],
  [
    'ionos ox',
    '<div>Today.</div><blockquote type="cite"><div>Le 03/11/2026 10:12 CET, Ann &lt;ann@shop.example&gt; a écrit :</div><div>When?</div></blockquote>',
  ],
  [
    'spark',
    '<div>Today.</div><div name="messageSignatureSection"><br>Bob</div><div name="messageReplySection">On 3 Nov 2026, Ann wrote:<br><blockquote type="cite">When?</blockquote></div>',
    'Today.\nBob',
  ],
  [
    'mailru',
    '<div>Today.</div><div>--<br>Bob<br>Отправлено из Почты Mail.ru</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 3 ноября 2026, 10:12 +03:00 от Ann &lt;ann@shop.example&gt;:<br>When?</blockquote>',
  ],
  [
    'qq',
    '<div>Today.</div><div><!--<![endif]--></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Ann"</div></div><div>When?</div>',
  ],
  [
    '163',
    '<div>Today.</div><div id="isReplyContent"><p>At 2026-11-03 10:12:33, "Ann" &lt;ann@shop.example&gt; wrote:</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">When?</blockquote></div>',
  ],
  [
    'lotus',
    '<p>Today.</p><br><br><font size=1 color=#5f5f5f face="sans-serif">From: </font><font size=1 face="sans-serif">Ann &lt;ann@shop.example&gt;</font><br><font>To: </font><font>Bob</font><br><font>Date: </font><font>11/03/2026 10:12 AM</font><br><font>Subject: </font><font>Order</font><br><hr noshade><br>When?',
  ],
  [
    'hr from',
    '<div>Today.</div><hr><div><b>From:</b> Ann &lt;ann@shop.example&gt;</div><div><b>Sent:</b> Tuesday</div><div><b>To:</b> Bob</div><div><b>Subject:</b> Order</div><div>When?</div>',
  ],
  [
    'table header',
    '<div>Today.</div><table><tr><td>From:</td><td>Ann &lt;ann@shop.example&gt;</td></tr><tr><td>Date:</td><td>3 Nov 2026 10:12</td></tr><tr><td>To:</td><td>bob@c.example</td></tr><tr><td>Subject:</td><td>Order</td></tr></table><div>When?</div>',
  ],
  [
    'bottom',
    '<div class="moz-cite-prefix">On 3 Nov 2026 10:12, Ann wrote:</div><blockquote type="cite">When?</blockquote><p>Today.</p>',
  ],
  [
    'emoji',
    '<div dir="ltr">👍</div><div class="gmail_quote"><blockquote class="gmail_quote">When?</blockquote></div>',
    '👍',
  ],
  ['quote only', '<blockquote type="cite"><p>When?</p></blockquote>', 'When?'],
  [
    'colour only',
    '<div class="gmail_quote"><div class="gmail_attr">On 3 Nov 2026 at 10:12, Ann &lt;ann@shop.example&gt; wrote:</div><blockquote class="gmail_quote">When?<br><font color="red">Today.</font></blockquote></div>',
    '*Today.',
  ],
  [
    'see below',
    '<div>My answers are in red below.</div><div class="gmail_quote"><div class="gmail_attr">On 3 Nov 2026 at 10:12, Ann &lt;ann@shop.example&gt; wrote:</div><blockquote class="gmail_quote">When?<br><font color="red">Today.</font></blockquote></div>',
    '*Today.',
  ],
  ['no markup list', '<ul><li>Today.</li></ul>'],
  [
    'caution',
    '<table><tr><td>CAUTION: This email originated from outside of the organization. Do not click links unless you know the sender.</td></tr></table><div>Today.</div>',
  ],
  [
    'front',
    '<div>Today.</div><div class="front-signature">Bob</div><blockquote class="front-blockquote">When?</blockquote>',
  ],
  ['hidden', '<div style="display:none">preheader</div><p>Today.</p>'],
  [
    'tutanota',
    '<div>Today.</div><div>3. Nov. 2026, 10:12 von ann@shop.example:</div><blockquote class="tutanota_quote">When?</blockquote>',
  ],
  [
    'icloud',
    '<div>Today.</div><div><br></div><div>Envoyé de mon iPad</div><blockquote type="cite">Le 3 nov. 2026 à 10:12, Ann &lt;ann@shop.example&gt; a écrit :</blockquote><blockquote type="cite">When?</blockquote>',
  ],
]

test.each(programs.map(([name, html, wanted]) => ({ name, html, wanted: wanted ?? 'Today.' })))(
  '$name: what was newly written is shown',
  ({ html, wanted }) => {
    if (wanted.startsWith('*')) expect(shown(html)).toContain(wanted.slice(1))
    else expect(shown(html)).toBe(wanted)
  },
)
