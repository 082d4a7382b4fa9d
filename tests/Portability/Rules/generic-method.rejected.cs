public static class Pick { public static T First<T>(T a, T b) { return a; } public static int Use() { return First(1, 2); } }
