public delegate int Question();
public class Source { public int Ask(Question question) { return question(); } }
