package org.entente.stix.pattern;

import java.util.List;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ObjectPath.Step;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Qualified;

/** Writes syntax trees as text that parses to the same tree, with no more parentheses than that needs. */
public final class PatternPrinter {
    private final StringBuilder out = new StringBuilder();

    private PatternPrinter() {}

    /** The text of a pattern. */
    public static String print(ObservationExpression expression) {
        PatternPrinter printer = new PatternPrinter();
        printer.observation(expression);
        return printer.out.toString();
    }

    static String print(ComparisonExpression expression) {
        PatternPrinter printer = new PatternPrinter();
        printer.comparison(expression);
        return printer.out.toString();
    }

    static String print(Constant constant) {
        PatternPrinter printer = new PatternPrinter();
        printer.constant(constant);
        return printer.out.toString();
    }

    static String steps(List<Step> steps) {
        PatternPrinter printer = new PatternPrinter();
        printer.stepsOf(steps);
        return printer.out.toString();
    }

    private void observation(ObservationExpression expression) {
        if (expression instanceof Observation single) {
            out.append('[');
            comparison(single.comparison());
            out.append(']');
        } else if (expression instanceof Combined combined) {
            String separator = "";
            for (ObservationExpression operand : combined.operands()) {
                out.append(separator);
                separator = " " + combined.operator() + " ";
                boolean stronger =
                        !(operand instanceof Combined inner) || inner.operator().compareTo(combined.operator()) < 0;
                inParentheses(operand, !stronger);
            }
        } else if (expression instanceof Qualified qualified) {
            inParentheses(qualified.expression(), !(qualified.expression() instanceof Observation));
            qualified.qualifiers().forEach(this::qualifier);
        }
    }

    private void inParentheses(ObservationExpression expression, boolean needed) {
        if (needed) {
            out.append('(');
        }
        observation(expression);
        if (needed) {
            out.append(')');
        }
    }

    private void qualifier(Qualifier qualifier) {
        if (qualifier instanceof Qualifier.Repeats repeats) {
            out.append(" REPEATS ").append(repeats.times()).append(" TIMES");
        } else if (qualifier instanceof Qualifier.Within within) {
            out.append(" WITHIN ").append(within.seconds().toPlainString()).append(" SECONDS");
        } else if (qualifier instanceof Qualifier.StartStop window) {
            out.append(" START ");
            constant(window.start());
            out.append(" STOP ");
            constant(window.stop());
        }
    }

    private void comparison(ComparisonExpression expression) {
        if (expression instanceof Joined joined) {
            String separator = "";
            for (ComparisonExpression operand : joined.operands()) {
                out.append(separator);
                separator = " " + joined.joint() + " ";
                boolean needed =
                        operand instanceof Joined inner && inner.joint().compareTo(joined.joint()) >= 0;
                out.append(needed ? "(" : "");
                comparison(operand);
                out.append(needed ? ")" : "");
            }
        } else if (expression instanceof Comparison single) {
            path(single.path());
            out.append(single.negated() ? " NOT " : " ")
                    .append(single.operator().symbol())
                    .append(' ');
            constant(single.constant());
        } else if (expression instanceof In in) {
            path(in.path());
            out.append(in.negated() ? " NOT IN (" : " IN (");
            String separator = "";
            for (Constant constant : in.constants()) {
                out.append(separator);
                separator = ", ";
                constant(constant);
            }
            out.append(')');
        } else if (expression instanceof Exists exists) {
            out.append(exists.negated() ? "NOT EXISTS " : "EXISTS ");
            path(exists.path());
        }
    }

    private void path(ObjectPath path) {
        out.append(path.type()).append(':');
        stepsOf(path.steps());
    }

    private void stepsOf(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Step.Index index) {
                out.append('[').append(index.index()).append(']');
            } else if (step instanceof Step.Any) {
                out.append("[*]");
            } else if (step instanceof Step.Name name) {
                out.append(i == 0 ? "" : ".");
                name(name.name());
            }
        }
    }

    private void name(String name) {
        boolean plain = !name.isEmpty()
                && name.chars().allMatch(PatternPrinter::isPlain)
                && !(name.charAt(0) >= '0' && name.charAt(0) <= '9');
        if (plain) {
            out.append(name);
        } else {
            quoted(name);
        }
    }

    private static boolean isPlain(int unit) {
        return unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' || unit >= '0' && unit <= '9' || unit == '_';
    }

    private void constant(Constant constant) {
        if (constant instanceof Constant.Text text) {
            quoted(text.value());
        } else if (constant instanceof Constant.Whole whole) {
            out.append(whole.value());
        } else if (constant instanceof Constant.Decimal decimal) {
            out.append(decimal.value().toPlainString());
        } else if (constant instanceof Constant.Flag flag) {
            out.append(flag.value());
        } else if (constant instanceof Constant.Hex hex) {
            out.append("h'").append(hex.digits()).append('\'');
        } else if (constant instanceof Constant.Binary binary) {
            out.append("b'").append(binary.base64()).append('\'');
        } else if (constant instanceof Constant.Timestamp timestamp) {
            out.append("t'").append(timestamp.text()).append('\'');
        }
    }

    private void quoted(String text) {
        out.append('\'').append(text.replace("\\", "\\\\").replace("'", "\\'")).append('\'');
    }
}
