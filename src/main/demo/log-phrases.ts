/** What a client asks and what the other side answers; `{n}` is an order number, `{t}` a time of day. */
type Exchange = readonly [asked: readonly string[], answered: readonly string[]];

/** The phrases of one language. */
export interface Phrases {
  readonly language: string;
  readonly hello: readonly string[];
  readonly exchanges: Readonly<Record<DemoIntent, Exchange>>;
  readonly thanks: readonly string[];
  readonly bye: readonly string[];
}

export const DEMO_INTENTS = ['order.status', 'delivery.change', 'payment.failed', 'hours', 'agent'] as const;
export type DemoIntent = (typeof DEMO_INTENTS)[number];

type Lines = readonly [hello: string, ...string[]];

/** One language in the order: hello, then asked and answered for each intent, thanks, bye. */
function phrases(language: string, lines: Lines): Phrases {
  const some = lines.map((line) => line.split(' | '));
  const at = (index: number) => some[index] ?? [];
  const exchange = (index: number): Exchange => [at(index), at(index + 1)];
  return {
    language,
    hello: at(0),
    exchanges: {
      'order.status': exchange(1),
      'delivery.change': exchange(3),
      'payment.failed': exchange(5),
      hours: exchange(7),
      agent: exchange(9),
    },
    thanks: at(11),
    bye: at(12),
  };
}

export const PHRASES: readonly Phrases[] = [
  phrases('en', [
    'Hello! How can I help you today? | Hi, you have reached support. What can I do for you?',
    'Where is my order {n}? | It says "delivered", but I haven\'t received order {n} | any news on {n}??',
    'Order {n} is on its way and should arrive by {t}. | I can see {n}: the driver will call you about {t}, give or take an hour.',
    'Can you bring it tomorrow instead? | Please change the delivery to {t}, the door code is #4071 | I moved, the new address is:\n14 Mill Lane\nFlat 3, second floor',
    'Done. The new time is {t}; you will get a message an hour before. | Changed to {t}. Is there anything else?',
    'My card was declined twice, but the money is gone | The payment for {n} failed with "insufficient funds" | I paid 49.90, why do you ask again?',
    'The bank released the amount; it will be back within three days. Please try again with another card. | I see two attempts for {n}. Neither was charged.',
    'When are you open on Saturday? | are you open now',
    'We are open from 9:00 to 18:00, on Saturdays until {t}. | Today until {t}, tomorrow from 9:00.',
    'I want to talk to a human | agent please',
    'One moment, I am connecting you with a colleague. | All colleagues are busy; somebody will call you back by {t}.',
    'Thank you! | great, thanks 👍 | ok | That was quick, thank you so much 🙏',
    'You are welcome. Have a good day! | Bye!',
  ]),
  phrases('es', [
    '¡Hola! ¿En qué puedo ayudarle? | Buenos días, ¿qué necesita?',
    '¿Dónde está mi pedido {n}? | Mi pedido {n} todavía no ha llegado',
    'El pedido {n} está en camino; llegará antes de las {t}. | Veo el pedido {n}: sale hoy a las {t}.',
    '¿Pueden traerlo mañana por la mañana? | Cambien la entrega a las {t}, por favor',
    'Hecho: la nueva hora es {t}. | Cambiado. ¿Algo más?',
    'Me rechazaron la tarjeta dos veces | El pago de {n} no funcionó, ¿qué hago?',
    'El banco devolverá el importe en tres días. | No se ha cobrado nada; pruebe con otra tarjeta.',
    '¿A qué hora abren el sábado? | ¿Están abiertos ahora?',
    'Abrimos de 9:00 a 18:00, los sábados hasta las {t}. | Hoy hasta las {t}.',
    'Quiero hablar con una persona | un agente, por favor',
    'Un momento, le paso con un compañero. | Le llamaremos antes de las {t}.',
    '¡Muchas gracias! | vale, gracias 😊',
    'De nada. ¡Que tenga un buen día! | ¡Hasta luego!',
  ]),
  phrases('de', [
    'Guten Tag! Wie kann ich helfen? | Hallo, was kann ich für Sie tun?',
    'Wo bleibt meine Bestellung {n}? | Laut Sendungsverfolgung "zugestellt", aber {n} ist nicht da',
    'Die Bestellung {n} ist unterwegs und kommt bis {t}. | {n} wird heute gegen {t} geliefert.',
    'Geht es auch morgen früh? | Bitte auf {t} ändern, Klingel Müller',
    'Erledigt, die neue Zeit ist {t}. | Geändert auf {t}. Sonst noch etwas?',
    'Meine Karte wurde zweimal abgelehnt | Die Zahlung für {n} ist fehlgeschlagen',
    'Der Betrag wird in drei Tagen freigegeben. | Es wurde nichts abgebucht; bitte mit einer anderen Karte versuchen.',
    'Wann haben Sie samstags geöffnet? | Haben Sie gerade offen?',
    'Von 9:00 bis 18:00, samstags bis {t}. | Heute bis {t}.',
    'Ich möchte mit einem Menschen sprechen | Mitarbeiter bitte',
    'Einen Moment, ich verbinde Sie. | Wir rufen Sie bis {t} zurück.',
    'Danke schön! | super, danke 👍',
    'Gern geschehen. Einen schönen Tag noch! | Tschüss!',
  ]),
  phrases('fr', [
    'Bonjour ! Comment puis-je vous aider ? | Bonjour, que puis-je faire pour vous ?',
    'Où est ma commande {n} ? | La commande {n} n’est toujours pas arrivée',
    'La commande {n} est en route, arrivée prévue avant {t}. | Je vois {n} : livraison vers {t}.',
    'Pouvez-vous livrer demain matin ? | Je voudrais changer l’heure pour {t}',
    'C’est fait, le nouvel horaire est {t}. | Modifié. Autre chose ?',
    'Ma carte a été refusée deux fois | Le paiement de {n} a échoué',
    'Rien n’a été débité ; essayez une autre carte. | Le montant sera libéré sous trois jours.',
    'À quelle heure ouvrez-vous samedi ? | Êtes-vous ouverts ?',
    'De 9:00 à 18:00, le samedi jusqu’à {t}. | Aujourd’hui jusqu’à {t}.',
    'Je veux parler à un conseiller | un humain s’il vous plaît',
    'Un instant, je vous transfère. | On vous rappelle avant {t}.',
    'Merci beaucoup ! | parfait, merci 😊',
    'Avec plaisir. Bonne journée ! | Au revoir !',
  ]),
  phrases('ru', [
    'Здравствуйте! Чем могу помочь? | Добрый день, слушаю вас.',
    'Где мой заказ {n}? | Заказ {n} так и не пришёл',
    'Заказ {n} в пути, будет до {t}. | Вижу {n}: доставка около {t}.',
    'Можно привезти завтра утром? | Перенесите, пожалуйста, на {t}',
    'Готово, новое время {t}. | Перенесли на {t}. Что-нибудь ещё?',
    'Карту отклонили два раза | Оплата {n} не прошла, а деньги списали',
    'Деньги вернутся в течение трёх дней. | Ничего не списано, попробуйте другую карту.',
    'Как вы работаете в субботу? | Вы сейчас открыты?',
    'С 9:00 до 18:00, в субботу до {t}. | Сегодня до {t}.',
    'Хочу поговорить с оператором | оператор',
    'Минуту, соединяю. | Вам перезвонят до {t}.',
    'Спасибо большое! | ок, спасибо 👌',
    'Пожалуйста. Хорошего дня! | До свидания!',
  ]),
  phrases('ar', [
    'مرحبًا! كيف يمكنني مساعدتك؟ | أهلًا، تفضل.',
    'أين طلبي رقم {n}؟ | لم يصل الطلب {n} بعد',
    'الطلب {n} في الطريق وسيصل قبل {t}. | سيتم التسليم حوالي {t}.',
    'هل يمكن التوصيل غدًا صباحًا؟ | أريد تغيير الموعد إلى {t}',
    'تم، الموعد الجديد {t}. | تم التغيير. هل من شيء آخر؟',
    'رُفضت بطاقتي مرتين | فشل الدفع للطلب {n}',
    'لم يُخصم أي مبلغ، جرّب بطاقة أخرى. | سيعود المبلغ خلال ثلاثة أيام.',
    'متى تفتحون يوم السبت؟ | هل أنتم مفتوحون الآن؟',
    'من 9:00 إلى 18:00، والسبت حتى {t}. | اليوم حتى {t}.',
    'أريد التحدث مع موظف | موظف من فضلك',
    'لحظة من فضلك، سأحوّلك. | سنتصل بك قبل {t}.',
    'شكرًا جزيلًا! | تمام، شكرًا 🌹',
    'على الرحب والسعة! | مع السلامة!',
  ]),
  phrases('he', [
    'שלום! איך אפשר לעזור? | היי, במה אפשר לעזור?',
    'איפה ההזמנה שלי {n}? | ההזמנה {n} עוד לא הגיעה',
    'הזמנה {n} בדרך ותגיע עד {t}. | המשלוח צפוי בסביבות {t}.',
    'אפשר להביא מחר בבוקר? | לשנות בבקשה לשעה {t}',
    'בוצע, השעה החדשה היא {t}. | שונה. עוד משהו?',
    'הכרטיס שלי נדחה פעמיים | התשלום על {n} נכשל',
    'לא חויבת; נסה כרטיס אחר. | הסכום ישוחרר תוך שלושה ימים.',
    'מתי אתם פתוחים בשבת? | אתם פתוחים עכשיו?',
    'בין 9:00 ל-18:00. | היום עד {t}.',
    'אני רוצה לדבר עם נציג | נציג בבקשה',
    'רגע, מעביר אותך. | נחזור אליך עד {t}.',
    'תודה רבה! | מעולה, תודה 🙏',
    'בשמחה. יום טוב! | להתראות!',
  ]),
  phrases('hi', [
    'नमस्ते! मैं आपकी क्या मदद कर सकता हूँ? | नमस्कार, बताइए।',
    'मेरा ऑर्डर {n} कहाँ है? | ऑर्डर {n} अभी तक नहीं आया',
    'ऑर्डर {n} रास्ते में है, {t} तक पहुँच जाएगा। | डिलीवरी लगभग {t} बजे होगी।',
    'क्या कल सुबह ला सकते हैं? | समय बदलकर {t} कर दीजिए',
    'हो गया, नया समय {t} है। | बदल दिया। और कुछ?',
    'मेरा कार्ड दो बार अस्वीकार हुआ | {n} का भुगतान नहीं हुआ',
    'कोई राशि नहीं कटी; दूसरा कार्ड आज़माएँ। | राशि तीन दिन में लौट आएगी।',
    'शनिवार को कब खुलते हैं? | अभी खुले हैं क्या?',
    'सुबह 9:00 से शाम 18:00 तक। | आज {t} तक।',
    'मुझे किसी व्यक्ति से बात करनी है | एजेंट',
    'एक क्षण, जोड़ रहा हूँ। | {t} तक आपको कॉल आएगी।',
    'बहुत धन्यवाद! | ठीक है 🙏',
    'आपका दिन शुभ हो! | नमस्ते!',
  ]),
  phrases('ja', [
    'こんにちは。ご用件をどうぞ。 | お電話ありがとうございます。',
    '注文{n}はどこですか？ | {n}がまだ届きません',
    '{n}は配送中で、{t}までに届きます。 | {t}ごろお届け予定です。',
    '明日の朝に変更できますか？ | {t}に変更してください',
    '承りました。新しい時間は{t}です。 | 変更しました。ほかにございますか？',
    'カードが二回拒否されました | {n}の支払いに失敗しました',
    '請求はされていません。別のカードをお試しください。 | 三日以内に返金されます。',
    '土曜日は何時からですか？ | 今、営業していますか？',
    '9:00から18:00までです。 | 本日は{t}までです。',
    '担当者と話したいです | オペレーターお願いします',
    '少々お待ちください。おつなぎします。 | {t}までに折り返します。',
    'ありがとうございます！ | 了解です👍',
    'よい一日を。 | 失礼いたします。',
  ]),
];

/** Texts that trip up careless programs, as clients really send them. */
export const AWKWARD_TEXTS: readonly string[] = [
  '=SUM(A1:A3) is what your form shows me',
  '=HYPERLINK("http://example.com","click")',
  '+1 212 555 0123 is my other number',
  '-5 degrees in the flat and no heating!!',
  '@support are you there?',
  '＝１＋１',
  '+12125550123',
  'He said "wait", then hung up',
  '"quoted"',
  'one, two; three\tfour',
  'line one\r\nline two\r\n\r\nline four',
  '\tindented\n',
  '👩‍👩‍👧‍👦 👍🏽 🇺🇦 ❤️',
  'مرحبا, "hello", שלום',
  "'quoted like this'",
  '   ',
  'Zürich – Łódź – İstanbul – ΑΘΗΝΑ – 東京',
  '100% sure? 50/50 \\ or not',
];
