package org.entente.release;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.release.ClassTable.Row;
import org.entente.release.Decision.Rule;
import org.entente.release.view.Pseudonyms;
import org.entente.release.view.Renderer;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of every class under one directory, whatever the time. Immutable and thread safe.
 *
 * <p>Classes are decided in ascending order: those a class is tied to have lower numbers, so they are decided by then.
 */
final class Compiled {

    private final Pseudonyms pseudonyms;
    private final Renderer renderer;
    private final Directory directory;
    private final ClassTable classes;
    private final List<Member> dated;
    private volatile @Nullable ReleaseRules rules;

    private Compiled(Pseudonyms pseudonyms, Directory directory, @Nullable ReleaseRules rules, ClassTable classes) {
        this.pseudonyms = pseudonyms;
        this.renderer = new Renderer(pseudonyms);
        this.directory = directory;
        this.rules = rules;
        this.classes = classes;
        this.dated = directory.partners().values().stream()
                .filter(member -> !member.policy().agreement().equals(Agreement.UNLIMITED))
                .toList();
    }

    static Compiled nothing(Pseudonyms pseudonyms) {
        Directory empty = Directory.of(0, List.of(), List.of());
        return new Compiled(pseudonyms, empty, null, ClassTable.EMPTY);
    }

    Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    Renderer renderer() {
        return renderer;
    }

    Directory directory() {
        return directory;
    }

    ClassTable classes() {
        return classes;
    }

    /** Partners whose agreement begins or ends. */
    List<Member> dated() {
        return dated;
    }

    /**
     * The same classes under another directory, decided anew for whom it changes.
     *
     * @throws IllegalArgumentException when two partners have one ordinal
     */
    Compiled with(Directory changed) {
        requireOwnOrdinals(changed);
        BitSet affected = Affected.between(directory, changed);
        return affected.isEmpty()
                ? new Compiled(pseudonyms, changed, rules, classes)
                : new Compiled(pseudonyms, changed, null, redecided(changed, affected));
    }

    private static void requireOwnOrdinals(Directory directory) {
        BitSet taken = new BitSet();
        for (Member member : directory.partners().values()) {
            if (taken.get(member.ordinal())) {
                throw new IllegalArgumentException("Two partners have one ordinal");
            }
            taken.set(member.ordinal());
        }
    }

    private ClassTable redecided(Directory changed, BitSet affected) {
        ReleaseRules some = new ReleaseRules(changed, member -> affected.get(member.ordinal()));
        PartnerSet these = PartnerSet.of(affected);
        ClassTable.Builder table = new ClassTable.Builder(ClassTable.EMPTY);
        classes.forEach(row -> {
            BitSet recipients = some.recipients(row.releaseClass(), table::recipients);
            PartnerSet merged = row.recipients().changed(these, recipients);
            table.add(merged == row.recipients() ? row : new Row(row.number(), row.releaseClass(), merged));
        });
        return table.build();
    }

    /** These classes and those further ones that are above the highest. */
    Compiled with(List<NumberedClass> further) {
        if (further.isEmpty()) {
            // Nearly always, at every request: a table to add to begins with a copy of its last page.
            return this;
        }
        ClassTable.Builder table = new ClassTable.Builder(classes);
        for (NumberedClass fresh : further) {
            if (fresh.number() > classes.highest()) {
                BitSet recipients = rules().recipients(fresh.releaseClass(), table::recipients);
                table.add(new Row(fresh.number(), fresh.releaseClass(), PartnerSet.of(recipients)));
            }
        }
        ClassTable more = table.build();
        return more.size() == classes.size() ? this : new Compiled(pseudonyms, directory, rules, more);
    }

    /** Made when first asked for: what is in the table needs no rules any more. Made twice at worst, and alike. */
    private ReleaseRules rules() {
        ReleaseRules made = rules;
        if (made == null) {
            made = new ReleaseRules(directory, any -> true);
            rules = made;
        }
        return made;
    }

    /** Who may have entries of a class that needs no number yet. */
    BitSet recipients(ReleaseClass subject) {
        return rules().recipients(subject, number -> {
            Row row = classes.find(number);
            return row == null ? PartnerSet.NONE : row.recipients();
        });
    }

    /** The first rule that withholds the class from a partner that did not submit it, agreement aside. */
    Optional<Rule> withholding(ReleaseClass subject, Member member) {
        return rules().withholding(subject, member)
                .or(() -> untied(subject, member) ? Optional.of(Rule.TIED) : Optional.empty());
    }

    private boolean untied(ReleaseClass subject, Member member) {
        return subject.ties().stream().anyMatch(anyOf -> anyOf.stream().noneMatch(number -> receives(number, member)));
    }

    private boolean receives(int number, Member member) {
        Row row = classes.find(number);
        return row != null && row.recipients().contains(member.ordinal());
    }
}
