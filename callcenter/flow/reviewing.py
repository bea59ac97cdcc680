"""Caregivers look at their own day: the shift, and the calls they took."""

from datetime import datetime, time

from callcenter.domain.errors import NotFound
from callcenter.domain.ids import StaffId
from callcenter.domain.my_day import MyCalls, MyShift, my_calls
from callcenter.domain.period import DISTRICT_TIME
from callcenter.storage import my_day
from callcenter.storage.database import Database


async def review_shift(database: Database, staff: StaffId) -> MyShift:
    """My shift now and what is planned; raises `NotFound` (staff_unknown) for whoever is never on duty."""
    duty = await my_day.read_duty(database, staff)
    if duty is None:
        raise NotFound("staff_unknown", "you are not one of those who go on duty")
    return MyShift(shift=duty, planned=await my_day.read_planned(database, staff))


async def review_calls(database: Database, staff: StaffId, *, since: datetime | None, now: datetime) -> MyCalls:
    """The calls I took since then, by default since the district's midnight, and those still in my hands."""
    today = now.astimezone(DISTRICT_TIME).date()
    midnight = datetime.combine(today, time(), DISTRICT_TIME)
    return my_calls(await my_day.read_taken(database, staff, since or midnight))
