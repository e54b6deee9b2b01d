"""An earlier schema is compared by the plans that the newest one's settings would give it."""

from conftest import Server
from fkplus.bench.queries import plan_alike
from fkplus.database.connection import connect

SET = (
    "SELECT set_config('jit', 'off', false), set_config('random_page_cost', '1.1', false),"
    " set_config('work_mem', '8MB', false)"
)
SHOWN = "SELECT current_setting('jit'), current_setting('random_page_cost'), current_setting('work_mem')"


def test_a_session_plans_as_another_one_does(server: Server, database: str) -> None:
    with connect(server.dsn(database)) as example, connect(server.dsn(database)) as session:
        example.execute(SET)
        session.execute("SELECT set_config('jit', 'on', false)")
        assert session.execute(SHOWN).fetchone() == ("on", "4", "4MB")
        plan_alike(example, session)
        assert session.execute(SHOWN).fetchone() == ("off", "1.1", "8MB")
