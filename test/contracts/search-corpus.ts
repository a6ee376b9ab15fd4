/** What people might write, script by script. */
export const corpus: readonly string[] = [
  'The quick brown fox jumps over the lazy dog, twice on Sundays.',
  'Ein Straßenfest in Groß-Gerau: süße Äpfel, Maße & mehr (50 % billiger?).',
  'Où est la bibliothèque ? À gauche, près du café.',
  'Съешь ещё этих мягких французских булок, да выпей чаю.',
  'Ξεσκεπάζω την ψυχοφθόρα σας βδελυγμία, ΟΔΟΣ και οδός.',
  'نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر',
  'אָדָם בן־חיל: דג סקרן שט בים מאוכזב ולפתע מצא חברה',
  'ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश',
  'เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน',
  '我们明天早上九点在图书馆门口见面，别忘了带雨伞。',
  'いろはにほへと ちりぬるを。カタカナとｶﾀｶﾅと漢字。',
  '다람쥐 헌 쳇바퀴에 타고파, 한국어로 이야기해요.',
  'Ամպրոպի ձայնը լսվում է սարերի վրա։',
  'აბჯრიანი მხედარი ცხენზე ზის.',
  'அகர முதல எழுத்தெல்லாம் ஆதி பகவன்',
  'Việc gì cũng phải từ từ, đừng vội vàng quá nhé!',
  '👩‍👩‍👧 are here 🎉🎉 with 🇩🇪 and 👍🏽 and ❤️!',
  '𝕿𝖍𝖊 𝔭𝔩𝔞𝔫𝔢 𠜎𠜱𠝹 beyond the first plane',
  `a_b 100% C:\\temp 'quoted' "double" <b>&amp;</b> {x} ; DROP TABLE messages; --`,
  'line one\nline two\r\n\tindented\u00a0and spaced   wide',
]

/** So many numbers below the bound, the same every time. */
function* numbersBelow(count: number, seed: number): Generator<(bound: number) => number> {
  let state = seed
  for (let turn = 0; turn < count; turn += 1) {
    yield (bound) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * bound)
    }
  }
}

/** Pieces of the text, of two characters and more: so many, spread over all of it. */
export function piecesOf(text: string, count: number, seed: number): readonly string[] {
  const characters = [...text]
  const pieces: string[] = []
  for (const below of numbersBelow(count, seed)) {
    const length = pieces.length % 2 === 0 ? 2 : 2 + below(12)
    const start = below(Math.max(1, characters.length - length + 1))
    pieces.push(characters.slice(start, start + length).join(''))
  }
  return pieces
}
