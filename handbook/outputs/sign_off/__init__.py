"""Who has read and signed which version of the policy, and what is new for each. It stays with the school: none of it is ever published."""
