/**
 * Passwords of twelve characters and more that stand high in published lists of leaked ones, in
 * lower case. Short ones are refused by their length; repetitions and runs by rule.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password1234 password12345 password123456 passwordpassword password123! password2020! passw0rd1234
p@ssw0rd1234 p@ssword1234 p@ssw0rd123! p@ssw0rd12345 mypassword123 mypassword1234 thisismypassword yourpassword1
administrator administrator1 admin1234567 admin12345678 admin123456789 admin@123456 admin@12345678 adminadmin12 rootroot1234
welcome12345 welcome123456 welcome2020! welcome@1234 changeme1234 changeme12345 changeme123! letmein12345 letmein123456 letmeinplease
qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiop[]\\ qwerty123456 qwerty1234567 qwerty12345678 qwerty123456789 qwertyqwerty
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz@wsx3edc zaq12wsxcde3 zaq1zaq1zaq1 !qaz2wsx3edc q1w2e3r4t5y6 qazwsxedcrfv
asdfghjkl123 asdfghjkl;'\\ asdfghjklzxcvbnm zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl abcd12345678 abc123456789 a12345678910 a1b2c3d4e5f6
a123456789012 aa1234567890 qq123456789 qq1234567890 woaini1314520 woaini520131 woaini123456 iloveyou1234 iloveyou12345 iloveyou1314 5201314woaini
1234567890qw 1234567890qwe 1234qwerasdf 1234qwerasdfzxcv 123456abcdef 123456qwerty 123456789abc 12345678910a 123qweasdzxc 123qweasd123
123456654321 123456123456 123123123123 147258369000 147258369147 159357159357 789456123000 0123456789ab 987654321000 112233445566 111222333444
sunshine1234 princess1234 football1234 baseball1234 superman1234 spiderman123 dragon123456 monkey123456 master123456 shadow123456 michael12345
computer1234 internet1234 pokemon12345 liverpool123 manchester12 trustno11234 whatever1234 starwars1234 testtest1234 testing12345 test12345678
secret123456 summer2020!! winter2020!! password!@#$ china1234567 zhongguo1234 beijing12345 woshizhongguoren wozhendeaini1 laboratory12 laboratory123`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);
