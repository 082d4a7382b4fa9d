using System;
public class Source { public int Ask(Func<int> question) { return question(); } }
