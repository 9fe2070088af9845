"""The hats, drawn by hand over the hair: from before, from the side and from behind.

The marks are those of web.art.people.stencils; a is the band or badge.
"""

from web.art.people.stencils import Cut, cut

HATS: dict[str, Cut] = {
    "straw": cut(
        -4,
        """
........oooooo........  ........oooooo........  ........oooooo........
.......oolloloo.......  .......oolloloo.......  .......oolloloo.......
......oolloolooos.....  ......oolloolooos.....  ......oolloolooos.....
......aaaaaaaaaas.....  ......aaaaaaaaaas.....  ......aaaaaaaaaas.....
...oolloollooolooooo..  ...oolloollooolooooo..  ...oolloollooolooooo..
.oollolloolooloolooos.  .oollolloolooloolooos.  .oollolloolooloolooos.
.ssoosoosoosoosoososs.  .ssoosoosoosoosoososs.  .ssoosoosoosoosoososs.
...ssssssssssssssss...  ...ssssssssssssssss...  ...ssssssssssssssss...
""",
    ),
    "wide": cut(
        -3,
        """
........oo..oo........  .........oooo.........  ........oo..oo........
.......olooooos.......  .......olloooos.......  .......olooooos.......
.......olloooos.......  .......olloooos.......  .......olloooos.......
.o.....aaaaaaaa.....o.  .......aaaaaaaas......  .o.....aaaaaaaa.....o.
.oo...ooooooooooo..os.  .oooo.ooooooooooooo...  .oo...ooooooooooo..os.
..ooolloooooooooooos..  ...oollloooooooooooos.  ..ooolloooooooooooos..
...osssssssssssssss...  .....sssssssssssss....  ...osssssssssssssss...
""",
    ),
    "toque": cut(
        -5,
        """
....oooo..ooo...  ...oooo..ooo....  ....oooo..ooo...
..oolloooolooos.  .oolloooolooos..  ..oolloooolooos.
.olloooolloooooo  .olloooolloooos.  .olloooolloooooo
.oloosoolooosoos  .oloosoolooosos.  .oloosoolooosoos
.oooosooooosooss  .oooosooooosos..  .oooosooooosooss
..ooosooooosoos.  ..ooosooooosos..  ..ooosooooosoos.
...ssssssssss...  ...ssssssssss...  ...ssssssssss...
...oooooooooo...  ...oooooooooo...  ...oooooooooo...
""",
    ),
    "cap": cut(
        -3,
        """
.....oooooo.....  ......ooooooo.....  .....oooooo.....
..ooollllooooo..  ...ooollllooooo...  ..ooollllooooo..
.oollllooooooos.  ..oollllooooooaa..  .oollllooooooos.
.oooooaaaaoooos.  ..ooooooooooooaa..  .ooooooooooooos.
..ooooaaaaooos..  ...oooooooooooos..  ..ooooooooooos..
..kkkkkkkkkkkk..  ...kkkkkkkkkkkkkk.  ..kkkkkkkkkkkk..
..ssoooooooosk..  ............ssooos  ..oooooooooooo..
""",
    ),
    "souwester": cut(
        -3,
        """
......oooooo......  ......oooooo......  ......oooooo......
....oollllooos....  ....oollllooos....  ....oollllooos....
...oollooooooos...  ...oollooooooos...  ...oollooooooos...
...kkkkkkkkkkkk...  ...kkkkkkkkkkkk...  ...kkkkkkkkkkkk...
..ollooooooooooo..  ..olloooooooooooo.  ..ollooooooooooo..
.ollooooooooooooo.  .ollooooosssssssss  .ollooooooooooooo.
.sssssssssssssssss  .ooooooss.........  .oloooooooooooooos
..................  ooooos............  .ooooooooooooooos.
..................  osss..............  ..ooooooooooooos..
..................  ..................  ...ssssssssssss...
""",
    ),
    "kerchief": cut(
        -2,
        """
......oooooo......  ......oooooo......  ......oooooo......
....oollloaooo....  ....oollloaooo....  ....oollloaooo....
...olloaooooaoo...  ...olloaooooaoo...  ...olloaooooaoo...
..oollooooaoooos..  ..oollooooaooooo..  ..oollooooaoooos..
..oaooooooooooas..  ..oaoooooaoosss...  ..oaoooooaoooooo..
..oossssssssssoo..  ..oooaooooss......  ..oooaooooooaoos..
..os..........os..  .ooooooooos.......  ..oooooaooooooos..
..o............s..  .oooaooos.........  ..soaoooooaooss...
...............oo.  oookkkoo..........  ....sookkooos.....
..............oaos  oao.oos...........  .....oaooaoo......
...............oo.  oo..oao...........  .....oo..ooo......
..................  .o...o............  ......o...o.......
""",
    ),
}
