/*
 * Pages by meaning: how close each page lies to a question, by a table of words' vectors and pages' vectors that the build wrote.
 * A vector's numbers are hexadecimal digits, one for a word's and two for a page's, times the scale of that word or page.
 */
(function (search) {
  "use strict";

  function load(table) {
    var known = { size: table.size, numbers: table.numbers, scales: table.scales, pages: [], place: new Map(), initial: new Map() };
    known.words = table.words.split(" ");
    known.words.forEach(function (word, number) {
      known.place.set(word, number);
      known.initial.set(word[0], (known.initial.get(word[0]) || []).concat(number));
    });
    table.pages.forEach(function (page) {
      var vector = new Float32Array(table.size);
      for (var k = 0; k < table.size; k += 1) {
        vector[k] = page.scale * (parseInt(page.numbers.substr(2 * k, 2), 16) - 128);
      }
      known.pages.push({ vector: vector, bias: page.bias });
    });
    return known;
  }

  /* The word's place in the table, or that of the one most like it. */
  function place(known, word) {
    var term = search.stem(word);
    if (known.place.has(term)) {
      return known.place.get(term);
    }
    var limit = term.length < 4 ? 0 : term.length < 7 ? 1 : 2;
    var found = -1;
    (limit ? known.initial.get(term[0]) || [] : []).forEach(function (number) {
      var distance = search.slips(term, known.words[number], limit);
      if (distance <= limit) {
        limit = distance - 1;
        found = number;
      }
    });
    return found;
  }

  /* How much closer each page is than pages are in general, in standard deviations, by the page's number; null where no word is known. */
  function closeness(known, words) {
    var sum = new Float32Array(known.size);
    words.forEach(function (word) {
      var number = place(known, word);
      var scale = number < 0 ? 0 : Math.pow(2, (known.scales.charCodeAt(number) - 79) / 4);
      for (var k = 0; scale && k < known.size; k += 1) {
        sum[k] += scale * (parseInt(known.numbers[number * known.size + k], 16) - 8);
      }
    });
    var length = Math.hypot.apply(null, sum);
    if (!length) {
      return null;
    }
    var close = known.pages.map(function (page) {
      return page.vector.reduce(function (total, value, k) {
        return total + value * sum[k];
      }, 0) / length + page.bias;
    });
    var mean = average(close);
    var deviation = Math.sqrt(
      average(
        close.map(function (value) {
          return (value - mean) * (value - mean);
        })
      )
    );
    return close.map(function (value) {
      return (value - mean) / (deviation || 1);
    });
  }

  function average(values) {
    return (
      values.reduce(function (sum, value) {
        return sum + value;
      }, 0) / values.length
    );
  }

  search.meaning = { load: load, closeness: closeness };
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
