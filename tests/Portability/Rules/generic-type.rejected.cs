public class Box<T> { public T Value; public T Get() { return Value; } }
