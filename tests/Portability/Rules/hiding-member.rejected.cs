public class Sensor { public virtual string Name() { return "sensor"; } }
public class Lamp : Sensor { public new string Name() { return "lamp"; } }
