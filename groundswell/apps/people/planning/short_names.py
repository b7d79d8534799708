"""First names that are short for others, so that Liz and Elizabeth aren't taken for two people."""

GROUPS = """
abigail abby abbie
alexander alex sandy sasha
alexandra alex sandra sasha lexi
andrew andy drew
anthony tony
barbara barb babs
benjamin ben benny
catherine cathy kate katie cath
katherine kate katie kathy kath
charles charlie chuck
christine chris christina tina
christopher chris
daniel dan danny
david dave davy
deborah deb debbie
dorothy dot dolly
edward ed eddie ted
eleanor ellie nell nora
elizabeth liz beth lizzie betty eliza libby
frances fran
frederick fred freddie
gerald gerry jerry
gregory greg
harold harry hal
henry harry hank
isabella isabel izzy bella
jacqueline jackie
james jim jimmy jamie
jennifer jen jenny
jeremy jez jerry
john jack johnny
jonathan jon jonny
joseph joe joey
joshua josh
judith judy
kenneth ken kenny
lawrence larry laurie
leonard len lenny
lewis lew lou
louise lou
margaret maggie meg peggy marge
matthew matt
michael mike mick mickey
mohammed mohamed muhammad mo mohammad
nicholas nick nicky
nicola nicky nikki
oliver ollie
pamela pam
patricia pat trish patty
patrick pat paddy
peter pete
philip phil
rebecca becky becca
richard rick dick rich ricky
robert bob rob bobby robbie
ronald ron ronnie
rosemary rose rosie
samantha sam
samuel sam sammy
sarah sally
simon si
stephen steve steven
stuart stewart stu
susan sue susie
terence terry
theresa terry tess
thomas tom tommy
timothy tim
victoria vicky tori
vincent vince
william bill will billy liam
"""


def pairs() -> frozenset[tuple[str, str]]:
    """Every two names of one group, both ways round."""
    groups = [line.split() for line in GROUPS.split("\n") if line]
    return frozenset((one, other) for group in groups for one in group for other in group)


SAME_NAME = pairs()
