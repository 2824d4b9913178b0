"""English given names and the short forms that people use of them."""

from __future__ import annotations

from typing import Final

from evenhand.core.identity.blocks import listed, phrases

_OF: Final = phrases("""
robert rob bob bobby robbie | william will bill billy willie liam | richard rick dick rich ricky
james jim jimmy jamie | john jack johnny jon | joseph joe joey | thomas tom tommy
michael mike mick micky mikey | charles charlie chuck chas | edward ed eddie ted ned
david dave davey | daniel dan danny | matthew matt | anthony tony | andrew andy drew
steven steve stephen | christopher chris kit | nicholas nick nicky | peter pete | samuel sam sammy
benjamin ben benny | alexander alex sandy xander | kenneth ken kenny | timothy tim | gregory greg
jeffrey jeff geoffrey geoff | lawrence larry laurence | ronald ron ronnie | donald don donnie
raymond ray | patrick pat paddy | frederick fred freddie | francis frank frankie
henry harry hank | george georgie | philip phil phillip | joshua josh | jonathan jonny
zachary zach zack | nathaniel nathan nate | gerald gerry jerry | walter walt wally
albert al bert | leonard len lenny | theodore theo | vincent vince | douglas doug | stanley stan
arthur art artie | eugene gene | harold hal | elizabeth liz beth lizzie betty eliza libby
margaret maggie meg peggy marge | catherine cathy kate katie katherine kathy kathleen katy
jennifer jen jenny | patricia patty trish tricia | barbara barb babs | susan sue susie suzanne
deborah debbie deb debra | rebecca becky becca | jessica jess jessie | victoria vicky tori
alexandra lexi | samantha sammie | amanda mandy | christine chrissy tina christina
theresa terry tess teresa | dorothy dot dottie | pamela pam | cynthia cindy | sandra sandy
judith judy | rachel rach | nancy nan | abigail abby gail | gabrielle gabby | jacqueline jackie
kimberly kim | melissa mel | stephanie steph | veronica ronnie | virginia ginny | frances fran
isabella bella isabel | madeleine maddie madeline | natalie nat | charlotte lottie | olivia liv
sophia sophie | eleanor ellie nell
""")

FORMAL: Final = {
    short: names[0] for line in _OF if (names := listed(line)) for short in reversed(names)
}
"""Short form, and the form itself → the one form that all of them are compared by."""
