package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.OperatorService.NewOperator;
import org.entente.party.OperatorId;
import org.junit.jupiter.api.Test;

class OperatorServiceTest {

    private static OperatorRow row(String id, String roles) {
        OperatorRow row = new OperatorRow();
        row.id = id;
        row.title = id;
        row.roles = roles;
        row.version = 1;
        return row;
    }

    private static NewOperator without(String id) {
        return new NewOperator(new OperatorId(id), "t", Set.of("auditor"));
    }

    @Test
    void lastAdministratorStaysOne() {
        List<OperatorRow> all = List.of(row("anna", "admin"), row("ben", "approver,curator"));

        assertThatThrownBy(() -> OperatorService.apply(all, without("anna"), null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT));
    }

    @Test
    void oneOfTwoAdministratorsMayBecomeAnother() {
        List<OperatorRow> all = List.of(row("anna", "admin"), row("ben", "admin"));

        OperatorService.apply(all, without("anna"), "\"1\"");

        assertThat(all.get(0).roles).isEqualTo("auditor");
        assertThat(all.get(0).version).isEqualTo(2);
    }
}
