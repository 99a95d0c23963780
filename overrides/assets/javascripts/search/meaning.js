/*
 * Pages by meaning: how close each page lies to a question, by a table of words' vectors and pages' vectors that the build wrote.
 * A vector's numbers are one sign each, times its scale: handbook/search/vectors.py tells of the words', meaning.py of the pages' and the readers'.
 */
(function (search) {
  "use strict";

  function load(table) {
    var place = new Map(table.words.split(" ").map((word, number) => [word, number]));
    return Object.assign({}, table, { place: place, pages: table.pages.map(unfold), readers: table.readers.map(unfold) });
  }

  function unfold(one) {
    var vector = Float32Array.from(one.numbers, sign => one.scale * (sign.charCodeAt(0) - 79));
    return { who: one.who, vector: vector, bias: one.bias };
  }

  /*
   * pages: how much closer each page is than pages are in general, in standard deviations, by the page's number.
   * readers: how likely each kind of reader asks. null where no word is known.
   */
  function closeness(known, words) {
    var sum = new Float32Array(known.size);
    var places = words.map(word => known.place.get(search.stem(word))).filter(number => number >= 0);
    places.forEach(function (number) {
      var scale = Math.pow(2, (known.scales.charCodeAt(number) - 79) / 4);
      for (var k = 0; k < known.size; k += 2) {
        var pair = known.numbers.charCodeAt((number * known.size + k) / 2) - 48;
        sum[k] += scale * ((pair >> 3) - 4);
        sum[k + 1] += scale * ((pair & 7) - 4);
      }
    });
    var length = Math.hypot.apply(null, sum);
    if (!length) {
      return null;
    }
    var pages = known.pages.map(one => one.vector.reduce((total, value, k) => total + value * sum[k], 0) / length + one.bias);
    var shares = known.readers.map(one => Math.exp(places.reduce((total, number) => total + one.vector[number], 0) / Math.sqrt(places.length) + one.bias));
    var readers = {};
    known.readers.forEach(function (one, number) {
      readers[one.who] = shares[number] / (average(shares) * shares.length);
    });
    return { pages: search.deviations(pages), readers: readers };
  }

  /* How far each of some values lies from their mean, in standard deviations. */
  function deviations(values) {
    var mean = average(values);
    var deviation = Math.sqrt(average(values.map(value => (value - mean) * (value - mean)))) || 1;
    return values.map(value => (value - mean) / deviation);
  }

  function average(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  search.deviations = deviations;
  search.meaning = { load: load, closeness: closeness };
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
