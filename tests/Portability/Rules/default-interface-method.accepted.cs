public abstract class Lamp { public virtual int Brightness() { return 100; } }
