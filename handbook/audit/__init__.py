"""What in a school's old policy is no longer true.

readers/    open a file of one format and yield its blocks of text; run in a process of their own (reading.py)
folding.py  text as it is compared, with the way back to the file's own letters
phrases.py  the small language in which rules say what to look for
together.py several phrases of such a rule in one sentence, in any order
rules.py    rules written by people (data/audit/), each proved by its examples
derived.py  rules that follow from records: repealed law, old guidance, closed bodies, renamed roles
procedures.py kinds of unsafe procedures and examples of each (data/audit/procedures/)
wording.py  a sentence in base forms, with the senses of its words (data/audit/senses.yml); units.py: all that a sentence says
likeness.py how like each other texts are; learning.py: what is unsafe, learned from examples; unsafe.py: where that stands in a policy
sought.py   which of all patterns are worth trying on a text
context.py  what makes a match right: told as history, forbidden
matching.py blocks in, findings out; knows no file format
dates.py, names.py, duties.py: what only the whole document tells
reports/    one small file for each format
command.py  what a person types
"""
