package org.entente.relay;

/** Commits under way, kept in the database, for shard threads. */
record DurableCommits(CommitRows rows, Answers answers) implements Commits {

    @Override
    public long begin(int shard) {
        return answers.of(rows.begin(shard));
    }

    @Override
    public void over(long number) {
        answers.of(rows.over(number));
    }

    @Override
    public long last() {
        return answers.of(rows.last());
    }

    @Override
    public void fenced(int shard, long last) {
        answers.of(rows.fenced(shard, last));
    }
}
