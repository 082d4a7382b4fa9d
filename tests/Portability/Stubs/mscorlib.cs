// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of mscorlib: signatures only, as the device has them.

namespace System
{
    public delegate void Action();

    public class ArgumentException : global::System.SystemException
    {
        public ArgumentException() => throw null;
        public ArgumentException(string message) => throw null;
        public ArgumentException(string message, global::System.Exception innerException) => throw null;
        public ArgumentException(string message, string paramName) => throw null;
        public ArgumentException(string message, string paramName, global::System.Exception innerException) => throw null;
        public override string Message { get => throw null; }
        public virtual string ParamName { get => throw null; }
        public static void ThrowIfNullOrEmpty(string argument, string paramName = null) => throw null;
    }

    public class ArgumentNullException : global::System.ArgumentException
    {
        public ArgumentNullException() => throw null;
        public ArgumentNullException(string paramName) => throw null;
        public ArgumentNullException(string message, global::System.Exception innerException) => throw null;
        public ArgumentNullException(string paramName, string message) => throw null;
        public static void ThrowIfNull(object argument, string paramName = null) => throw null;
    }

    public class ArgumentOutOfRangeException : global::System.ArgumentException
    {
        public ArgumentOutOfRangeException() => throw null;
        public ArgumentOutOfRangeException(string paramName) => throw null;
        public ArgumentOutOfRangeException(string paramName, string message) => throw null;
    }

    public abstract class Array : global::System.Collections.IEnumerable
    {
        protected Array() => throw null;
        public int Length { get => throw null; }
        public object SyncRoot { get => throw null; }
        public bool IsReadOnly { get => throw null; }
        public bool IsFixedSize { get => throw null; }
        public bool IsSynchronized { get => throw null; }
        public static global::System.Array CreateInstance(global::System.Type elementType, int length) => throw null;
        public static void Copy(global::System.Array sourceArray, global::System.Array destinationArray, int length) => throw null;
        public static void Copy(global::System.Array sourceArray, int sourceIndex, global::System.Array destinationArray, int destinationIndex, int length) => throw null;
        public static void Clear(global::System.Array array, int index, int length) => throw null;
        public object GetValue(int index) => throw null;
        public object Clone() => throw null;
        public static int BinarySearch(global::System.Array array, object value, global::System.Collections.IComparer comparer) => throw null;
        public static int BinarySearch(global::System.Array array, int index, int length, object value, global::System.Collections.IComparer comparer) => throw null;
        public void CopyTo(global::System.Array array, int index) => throw null;
        public global::System.Collections.IEnumerator GetEnumerator() => throw null;
        public static int IndexOf(global::System.Array array, object value) => throw null;
        public static int IndexOf(global::System.Array array, object value, int startIndex) => throw null;
        public static int IndexOf(global::System.Array array, object value, int startIndex, int count) => throw null;
    }

    public abstract class Attribute
    {
        protected Attribute() => throw null;
    }

    public enum AttributeTargets : int
    {
        Assembly = 1,
        Module = 2,
        Class = 4,
        Struct = 8,
        Enum = 16,
        Constructor = 32,
        Method = 64,
        Property = 128,
        Field = 256,
        Event = 512,
        Interface = 1024,
        Parameter = 2048,
        Delegate = 4096,
        ReturnValue = 8192,
        All = 16383,
    }

    public sealed class AttributeUsageAttribute : global::System.Attribute
    {
        public AttributeUsageAttribute(global::System.AttributeTargets validOn) => throw null;
        public global::System.AttributeTargets ValidOn { get => throw null; }
        public bool AllowMultiple { get => throw null; set { } }
        public bool Inherited { get => throw null; set { } }
    }

    public static class BitConverter
    {
        public static bool IsLittleEndian { get => throw null; }
        public static long DoubleToInt64Bits(double value) => throw null;
        public static byte[] GetBytes(bool value) => throw null;
        public static byte[] GetBytes(char value) => throw null;
        public static byte[] GetBytes(double value) => throw null;
        public static byte[] GetBytes(float value) => throw null;
        public static byte[] GetBytes(int value) => throw null;
        public static byte[] GetBytes(long value) => throw null;
        public static byte[] GetBytes(short value) => throw null;
        public static byte[] GetBytes(uint value) => throw null;
        public static byte[] GetBytes(ulong value) => throw null;
        public static byte[] GetBytes(ushort value) => throw null;
        public static double Int64BitsToDouble(long value) => throw null;
        public static bool ToBoolean(byte[] value, int startIndex) => throw null;
        public static char ToChar(byte[] value, int startIndex) => throw null;
        public static double ToDouble(byte[] value, int startIndex) => throw null;
        public static short ToInt16(byte[] value, int startIndex) => throw null;
        public static int ToInt32(byte[] value, int startIndex) => throw null;
        public static long ToInt64(byte[] value, int startIndex) => throw null;
        public static float ToSingle(byte[] value, int startIndex) => throw null;
        public static string ToString(byte[] value) => throw null;
        public static string ToString(byte[] value, int startIndex) => throw null;
        public static string ToString(byte[] value, int startIndex, int length) => throw null;
        public static ushort ToUInt16(byte[] value, int startIndex) => throw null;
        public static uint ToUInt32(byte[] value, int startIndex) => throw null;
        public static ulong ToUInt64(byte[] value, int startIndex) => throw null;
    }

    public struct Boolean
    {
        public static readonly string FalseString;
        public static readonly string TrueString;
        public override string ToString() => throw null;
    }

    public struct Byte
    {
        public const byte MaxValue = 255;
        public const byte MinValue = 0;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static byte Parse(string s) => throw null;
        public static bool TryParse(string s, out byte result) => throw null;
    }

    public struct Char
    {
        public const char MaxValue = '\uffff';
        public const char MinValue = '\0';
        public override string ToString() => throw null;
        public char ToLower() => throw null;
        public char ToUpper() => throw null;
    }

    public static class Console
    {
        public static void Write(string value) => throw null;
        public static void WriteLine() => throw null;
        public static void WriteLine(string value) => throw null;
    }

    public static class Convert
    {
        public static bool ToBoolean(byte value) => throw null;
        public static char ToChar(ushort value) => throw null;
        public static sbyte ToSByte(string value, int fromBase = 10) => throw null;
        public static byte ToByte(string value, int fromBase = 10) => throw null;
        public static byte ToByte(bool value) => throw null;
        public static global::System.DateTime ToDateTime(string value) => throw null;
        public static short ToInt16(string value, int fromBase = 10) => throw null;
        public static ushort ToUInt16(string value, int fromBase = 10) => throw null;
        public static int ToInt32(string value, int fromBase = 10) => throw null;
        public static uint ToUInt32(string value, int fromBase = 10) => throw null;
        public static long ToInt64(string value, int fromBase = 10) => throw null;
        public static ulong ToUInt64(string value, int fromBase = 10) => throw null;
        public static double ToDouble(string value) => throw null;
        public static float ToSingle(string value) => throw null;
        public static string ToBase64String(byte[] inArray) => throw null;
        public static string ToBase64String(byte[] inArray, int offset, int length) => throw null;
        public static byte[] FromBase64String(string inString) => throw null;
        public static byte[] FromBase64CharArray(char[] inArray, int offset, int length) => throw null;
    }

    public struct DateTime
    {
        public static readonly global::System.DateTime MinValue;
        public static readonly global::System.DateTime MaxValue;
        public static readonly global::System.DateTime UnixEpoch;
        public DateTime(long ticks) => throw null;
        public DateTime(long ticks, global::System.DateTimeKind kind) => throw null;
        public DateTime(int year, int month, int day) => throw null;
        public DateTime(int year, int month, int day, int hour, int minute, int second) => throw null;
        public DateTime(int year, int month, int day, int hour, int minute, int second, int millisecond) => throw null;
        public global::System.DateTime Date { get => throw null; }
        public int Day { get => throw null; }
        public global::System.DayOfWeek DayOfWeek { get => throw null; }
        public int DayOfYear { get => throw null; }
        public int Hour { get => throw null; }
        public global::System.DateTimeKind Kind { get => throw null; }
        public int Millisecond { get => throw null; }
        public int Minute { get => throw null; }
        public int Month { get => throw null; }
        public static global::System.DateTime UtcNow { get => throw null; }
        public int Second { get => throw null; }
        public long Ticks { get => throw null; }
        public global::System.TimeSpan TimeOfDay { get => throw null; }
        public static global::System.DateTime Today { get => throw null; }
        public int Year { get => throw null; }
        public global::System.DateTime Add(global::System.TimeSpan val) => throw null;
        public global::System.DateTime AddDays(double val) => throw null;
        public global::System.DateTime AddHours(double val) => throw null;
        public global::System.DateTime AddMilliseconds(double val) => throw null;
        public global::System.DateTime AddMinutes(double val) => throw null;
        public global::System.DateTime AddSeconds(double val) => throw null;
        public global::System.DateTime AddTicks(long val) => throw null;
        public static int Compare(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public int CompareTo(object val) => throw null;
        public static int DaysInMonth(int year, int month) => throw null;
        public override bool Equals(object obj) => throw null;
        public static bool Equals(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public global::System.TimeSpan Subtract(global::System.DateTime val) => throw null;
        public global::System.DateTime Subtract(global::System.TimeSpan val) => throw null;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static global::System.DateTime operator +(global::System.DateTime d, global::System.TimeSpan t) => throw null;
        public static global::System.DateTime operator -(global::System.DateTime d, global::System.TimeSpan t) => throw null;
        public static global::System.TimeSpan operator -(global::System.DateTime d1, global::System.DateTime d2) => throw null;
        public static bool operator ==(global::System.DateTime d1, global::System.DateTime d2) => throw null;
        public static bool operator !=(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public static bool operator <(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public static bool operator <=(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public static bool operator >(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public static bool operator >=(global::System.DateTime t1, global::System.DateTime t2) => throw null;
        public static global::System.DateTime FromUnixTimeSeconds(long seconds) => throw null;
        public long ToUnixTimeSeconds() => throw null;
        public override int GetHashCode() => throw null;
        public static global::System.DateTime Parse(string s) => throw null;
        public static bool TryParse(string s, out global::System.DateTime result) => throw null;
    }

    public enum DateTimeKind : int
    {
        Utc = 1,
        Local = 2,
    }

    public enum DayOfWeek : int
    {
        Sunday = 0,
        Monday = 1,
        Tuesday = 2,
        Wednesday = 3,
        Thursday = 4,
        Friday = 5,
        Saturday = 6,
    }

    public abstract class Delegate
    {
        protected Delegate() => throw null;
        public object Target { get => throw null; }
        public override bool Equals(object obj) => throw null;
        public static global::System.Delegate Combine(global::System.Delegate a, global::System.Delegate b) => throw null;
        public virtual global::System.Delegate[] GetInvocationList() => throw null;
        public static global::System.Delegate Remove(global::System.Delegate source, global::System.Delegate value) => throw null;
        public static bool operator ==(global::System.Delegate d1, global::System.Delegate d2) => throw null;
        public static bool operator !=(global::System.Delegate d1, global::System.Delegate d2) => throw null;
    }

    public struct Double
    {
        public const double MinValue = -1.7976931348623157E+308;
        public const double MaxValue = 1.7976931348623157E+308;
        public const double Epsilon = 5E-324;
        public const double NegativeInfinity = -1D / 0D;
        public const double PositiveInfinity = 1D / 0D;
        public const double NaN = 0D / 0D;
        public int CompareTo(double value) => throw null;
        public static bool IsInfinity(double d) => throw null;
        public static bool IsNaN(double d) => throw null;
        public static bool IsNegativeInfinity(double d) => throw null;
        public static bool IsPositiveInfinity(double d) => throw null;
        public static double Parse(string s) => throw null;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static bool TryParse(string s, out double result) => throw null;
    }

    public abstract class Enum
    {
        protected Enum() => throw null;
        public bool HasFlag(global::System.Enum flag) => throw null;
        public override string ToString() => throw null;
    }

    public class EventArgs
    {
        public static readonly global::System.EventArgs Empty;
        public EventArgs() => throw null;
    }

    public delegate void EventHandler(object sender, global::System.EventArgs e);

    public class Exception
    {
        public int HResult;
        public Exception() => throw null;
        public Exception(string message) => throw null;
        public Exception(string message, global::System.Exception innerException) => throw null;
        public virtual string Message { get => throw null; }
        public global::System.Exception InnerException { get => throw null; }
        public virtual string StackTrace { get => throw null; }
        public override string ToString() => throw null;
    }

    public class FlagsAttribute : global::System.Attribute
    {
        public FlagsAttribute() => throw null;
    }

    public class FormatException : global::System.SystemException
    {
        public FormatException() => throw null;
        public FormatException(string message) => throw null;
        public FormatException(string message, global::System.Exception innerException) => throw null;
    }

    public delegate TResult Func<TResult>();

    public struct Guid
    {
        public static readonly global::System.Guid Empty;
        public Guid(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k) => throw null;
        public Guid(uint a, ushort b, ushort c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k) => throw null;
        public Guid(byte[] b) => throw null;
        public Guid(string g) => throw null;
        public int CompareTo(object value) => throw null;
        public byte[] ToByteArray() => throw null;
        public override string ToString() => throw null;
        public override bool Equals(object o) => throw null;
        public override int GetHashCode() => throw null;
        public static global::System.Guid NewGuid() => throw null;
        public static bool TryParseGuidWithDashes(string input, out global::System.Guid result) => throw null;
    }

    public interface ICloneable
    {
        object Clone();
    }

    public interface IDisposable
    {
        void Dispose();
    }

    public class IndexOutOfRangeException : global::System.SystemException
    {
        public IndexOutOfRangeException() => throw null;
        public IndexOutOfRangeException(string message) => throw null;
        public IndexOutOfRangeException(string message, global::System.Exception innerException) => throw null;
    }

    public struct Int16
    {
        public const short MaxValue = 32767;
        public const short MinValue = -32768;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static short Parse(string s) => throw null;
        public static bool TryParse(string s, out short result) => throw null;
    }

    public struct Int32
    {
        public const int MaxValue = 2147483647;
        public const int MinValue = -2147483648;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static int Parse(string s) => throw null;
        public static bool TryParse(string s, out int result) => throw null;
    }

    public struct Int64
    {
        public const long MaxValue = 9223372036854775807;
        public const long MinValue = -9223372036854775808;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static long Parse(string s) => throw null;
        public static bool TryParse(string s, out long result) => throw null;
    }

    public struct IntPtr
    {
    }

    public class InvalidCastException : global::System.SystemException
    {
        public InvalidCastException() => throw null;
        public InvalidCastException(string message) => throw null;
        public InvalidCastException(string message, global::System.Exception innerException) => throw null;
    }

    public class InvalidOperationException : global::System.SystemException
    {
        public InvalidOperationException() => throw null;
        public InvalidOperationException(string message) => throw null;
        public InvalidOperationException(string message, global::System.Exception innerException) => throw null;
    }

    public abstract class MarshalByRefObject
    {
        protected MarshalByRefObject() => throw null;
    }

    public abstract class MulticastDelegate : global::System.Delegate
    {
        protected MulticastDelegate() => throw null;
        public static bool operator ==(global::System.MulticastDelegate d1, global::System.MulticastDelegate d2) => throw null;
        public static bool operator !=(global::System.MulticastDelegate d1, global::System.MulticastDelegate d2) => throw null;
        public override bool Equals(object obj) => throw null;
    }

    public class NotImplementedException : global::System.SystemException
    {
        public NotImplementedException() => throw null;
        public NotImplementedException(string message) => throw null;
        public NotImplementedException(string message, global::System.Exception innerException) => throw null;
    }

    public class NotSupportedException : global::System.SystemException
    {
        public NotSupportedException() => throw null;
        public NotSupportedException(string message) => throw null;
        public NotSupportedException(string message, global::System.Exception innerException) => throw null;
    }

    public class NullReferenceException : global::System.SystemException
    {
        public NullReferenceException() => throw null;
        public NullReferenceException(string message) => throw null;
        public NullReferenceException(string message, global::System.Exception innerException) => throw null;
    }

    public class Object
    {
        public Object() => throw null;
        public virtual string ToString() => throw null;
        public virtual bool Equals(object obj) => throw null;
        public static bool Equals(object objA, object objB) => throw null;
        public static bool ReferenceEquals(object objA, object objB) => throw null;
        public virtual int GetHashCode() => throw null;
        public global::System.Type GetType() => throw null;
        protected object MemberwiseClone() => throw null;
    }

    public class ObjectDisposedException : global::System.SystemException
    {
        public ObjectDisposedException() => throw null;
        public ObjectDisposedException(string message) => throw null;
        public ObjectDisposedException(string message, global::System.Exception innerException) => throw null;
    }

    public sealed class ObsoleteAttribute : global::System.Attribute
    {
        public ObsoleteAttribute() => throw null;
        public ObsoleteAttribute(string message) => throw null;
        public ObsoleteAttribute(string message, bool error) => throw null;
        public string Message { get => throw null; }
        public bool IsError { get => throw null; }
    }

    public class OutOfMemoryException : global::System.SystemException
    {
        public OutOfMemoryException() => throw null;
        public OutOfMemoryException(string message) => throw null;
        public OutOfMemoryException(string message, global::System.Exception innerException) => throw null;
    }

    public sealed class ParamArrayAttribute : global::System.Attribute
    {
        public ParamArrayAttribute() => throw null;
    }

    public class Random
    {
        public Random() => throw null;
        public Random(int seed) => throw null;
        public virtual int Next() => throw null;
        public virtual int Next(int maxValue) => throw null;
        public virtual double NextDouble() => throw null;
        public virtual void NextBytes(byte[] buffer) => throw null;
    }

    public struct RuntimeArgumentHandle
    {
    }

    public struct RuntimeFieldHandle
    {
    }

    public struct RuntimeMethodHandle
    {
    }

    public struct RuntimeTypeHandle
    {
    }

    public struct SByte
    {
        public const sbyte MaxValue = 127;
        public const sbyte MinValue = -128;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static sbyte Parse(string s) => throw null;
        public static bool TryParse(string s, out sbyte result) => throw null;
    }

    public struct Single
    {
        public const float MinValue = -3.4028235E+38F;
        public const float Epsilon = 1.401298E-45F;
        public const float MaxValue = 3.4028235E+38F;
        public const float NegativeInfinity = -1F / 0F;
        public const float PositiveInfinity = 1F / 0F;
        public const float NaN = 0F / 0F;
        public static bool IsInfinity(float f) => throw null;
        public static bool IsNaN(float f) => throw null;
        public static bool IsNegativeInfinity(float f) => throw null;
        public static bool IsPositiveInfinity(float f) => throw null;
        public int CompareTo(float value) => throw null;
        public static float Parse(string s) => throw null;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static bool TryParse(string s, out float result) => throw null;
    }

    public struct SpanByte
    {
        public SpanByte(byte[] array) => throw null;
        public SpanByte(byte[] array, int start, int length) => throw null;
        public byte this[int a0] { get => throw null; set { } }
        public static global::System.SpanByte Empty { get => throw null; }
        public int Length { get => throw null; }
        public bool IsEmpty { get => throw null; }
        public void CopyTo(global::System.SpanByte destination) => throw null;
        public global::System.SpanByte Slice(int start) => throw null;
        public global::System.SpanByte Slice(int start, int length) => throw null;
        public byte[] ToArray() => throw null;
        public static implicit operator global::System.SpanByte(byte[] array) => throw null;
    }

    public sealed class String : global::System.Collections.IEnumerable
    {
        public static readonly string Empty;
        public String(char[] value, int startIndex, int length) => throw null;
        public String(char[] value) => throw null;
        public String(char c, int count) => throw null;
        public char this[int a0] { get => throw null; }
        public int Length { get => throw null; }
        public global::System.Collections.IEnumerator GetEnumerator() => throw null;
        public override bool Equals(object obj) => throw null;
        public static bool Equals(string a, string b) => throw null;
        public static bool operator ==(string a, string b) => throw null;
        public static bool operator !=(string a, string b) => throw null;
        public char[] ToCharArray() => throw null;
        public char[] ToCharArray(int startIndex, int length) => throw null;
        public string[] Split(params char[] separator) => throw null;
        public string[] Split(char[] separator, int count) => throw null;
        public string Substring(int startIndex) => throw null;
        public string Substring(int startIndex, int length) => throw null;
        public string Trim(params char[] trimChars) => throw null;
        public string TrimStart(params char[] trimChars) => throw null;
        public string TrimEnd(params char[] trimChars) => throw null;
        public static int Compare(string strA, string strB) => throw null;
        public int CompareTo(object value) => throw null;
        public int CompareTo(string strB) => throw null;
        public int IndexOf(char value) => throw null;
        public int IndexOf(char value, int startIndex) => throw null;
        public int IndexOf(char value, int startIndex, int count) => throw null;
        public int IndexOfAny(char[] anyOf) => throw null;
        public int IndexOfAny(char[] anyOf, int startIndex) => throw null;
        public int IndexOfAny(char[] anyOf, int startIndex, int count) => throw null;
        public int IndexOf(string value) => throw null;
        public int IndexOf(string value, int startIndex) => throw null;
        public int IndexOf(string value, int startIndex, int count) => throw null;
        public int LastIndexOf(char value) => throw null;
        public int LastIndexOf(char value, int startIndex) => throw null;
        public int LastIndexOf(char value, int startIndex, int count) => throw null;
        public int LastIndexOfAny(char[] anyOf) => throw null;
        public int LastIndexOfAny(char[] anyOf, int startIndex) => throw null;
        public int LastIndexOfAny(char[] anyOf, int startIndex, int count) => throw null;
        public int LastIndexOf(string value) => throw null;
        public int LastIndexOf(string value, int startIndex) => throw null;
        public int LastIndexOf(string value, int startIndex, int count) => throw null;
        public string ToLower() => throw null;
        public string ToUpper() => throw null;
        public override string ToString() => throw null;
        public string Trim() => throw null;
        public static string Concat(object arg0) => throw null;
        public static string Concat(object arg0, object arg1) => throw null;
        public static string Concat(object arg0, object arg1, object arg2) => throw null;
        public static string Concat(params object[] args) => throw null;
        public static string Concat(string str0, string str1) => throw null;
        public static string Concat(string str0, string str1, string str2) => throw null;
        public static string Concat(string str0, string str1, string str2, string str3) => throw null;
        public static string Concat(params string[] values) => throw null;
        public static string Intern(string str) => throw null;
        public static string IsInterned(string str) => throw null;
        public static string Format(string format, params object[] args) => throw null;
        public string PadLeft(int totalWidth, char paddingChar = ' ') => throw null;
        public string PadRight(int totalWidth, char paddingChar = ' ') => throw null;
        public static bool IsNullOrEmpty(string value) => throw null;
        public bool Contains(string value) => throw null;
        public bool StartsWith(string value) => throw null;
        public bool EndsWith(string value) => throw null;
    }

    public class SystemException : global::System.Exception
    {
        public SystemException() => throw null;
        public SystemException(string message) => throw null;
        public SystemException(string message, global::System.Exception innerException) => throw null;
    }

    public struct TimeSpan
    {
        public const long TicksPerMillisecond = 10000;
        public const long TicksPerSecond = 10000000;
        public const long TicksPerMinute = 600000000;
        public const long TicksPerHour = 36000000000;
        public const long TicksPerDay = 864000000000;
        public static readonly global::System.TimeSpan Zero;
        public static readonly global::System.TimeSpan MaxValue;
        public static readonly global::System.TimeSpan MinValue;
        public TimeSpan(long ticks) => throw null;
        public TimeSpan(int hours, int minutes, int seconds) => throw null;
        public TimeSpan(int days, int hours, int minutes, int seconds) => throw null;
        public TimeSpan(int days, int hours, int minutes, int seconds, int milliseconds) => throw null;
        public long Ticks { get => throw null; }
        public int Days { get => throw null; }
        public int Hours { get => throw null; }
        public int Milliseconds { get => throw null; }
        public int Minutes { get => throw null; }
        public int Seconds { get => throw null; }
        public double TotalDays { get => throw null; }
        public double TotalHours { get => throw null; }
        public double TotalMilliseconds { get => throw null; }
        public double TotalMinutes { get => throw null; }
        public double TotalSeconds { get => throw null; }
        public global::System.TimeSpan Add(global::System.TimeSpan ts) => throw null;
        public static int Compare(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public int CompareTo(object value) => throw null;
        public global::System.TimeSpan Duration() => throw null;
        public override bool Equals(object value) => throw null;
        public static bool Equals(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public global::System.TimeSpan Negate() => throw null;
        public global::System.TimeSpan Subtract(global::System.TimeSpan ts) => throw null;
        public static global::System.TimeSpan FromTicks(long value) => throw null;
        public static global::System.TimeSpan FromMilliseconds(long value) => throw null;
        public static global::System.TimeSpan FromSeconds(long value) => throw null;
        public static global::System.TimeSpan FromMinutes(long value) => throw null;
        public static global::System.TimeSpan FromHours(long value) => throw null;
        public static global::System.TimeSpan FromDays(long value) => throw null;
        public override string ToString() => throw null;
        public static global::System.TimeSpan operator -(global::System.TimeSpan t) => throw null;
        public static global::System.TimeSpan operator -(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static global::System.TimeSpan operator +(global::System.TimeSpan t) => throw null;
        public static global::System.TimeSpan operator +(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator ==(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator !=(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator <(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator <=(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator >(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public static bool operator >=(global::System.TimeSpan t1, global::System.TimeSpan t2) => throw null;
        public override int GetHashCode() => throw null;
    }

    public class TimeoutException : global::System.SystemException
    {
        public TimeoutException() => throw null;
        public TimeoutException(string message) => throw null;
        public TimeoutException(string message, global::System.Exception innerException) => throw null;
    }

    public abstract class Type : global::System.Reflection.MemberInfo
    {
        protected Type() => throw null;
        public override global::System.Type DeclaringType { get => throw null; }
        public abstract string FullName { get; }
        public abstract string AssemblyQualifiedName { get; }
        public abstract global::System.Type BaseType { get; }
        public bool IsNotPublic { get => throw null; }
        public bool IsPublic { get => throw null; }
        public bool IsClass { get => throw null; }
        public bool IsInterface { get => throw null; }
        public bool IsValueType { get => throw null; }
        public bool IsAbstract { get => throw null; }
        public bool IsEnum { get => throw null; }
        public bool IsSerializable { get => throw null; }
        public bool IsArray { get => throw null; }
        public static global::System.Type GetType(string typeName) => throw null;
        public static global::System.Type GetTypeFromHandle(global::System.RuntimeTypeHandle handle) => throw null;
        public abstract global::System.Type[] GetInterfaces();
        public abstract global::System.Type GetElementType();
        public virtual bool IsSubclassOf(global::System.Type c) => throw null;
        public virtual bool IsInstanceOfType(object o) => throw null;
        public override string ToString() => throw null;
    }

    public struct UInt16
    {
        public const ushort MaxValue = 65535;
        public const ushort MinValue = 0;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static ushort Parse(string s) => throw null;
        public static bool TryParse(string s, out ushort result) => throw null;
    }

    public struct UInt32
    {
        public const uint MaxValue = 4294967295;
        public const uint MinValue = 0;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static uint Parse(string s) => throw null;
        public static bool TryParse(string s, out uint result) => throw null;
    }

    public struct UInt64
    {
        public const ulong MaxValue = 18446744073709551615;
        public const ulong MinValue = 0;
        public override string ToString() => throw null;
        public string ToString(string format) => throw null;
        public static ulong Parse(string s) => throw null;
        public static bool TryParse(string s, out ulong result) => throw null;
    }

    public struct UIntPtr
    {
    }

    public abstract class ValueType
    {
        protected ValueType() => throw null;
        public override bool Equals(object obj) => throw null;
    }

    public sealed class Version
    {
        public Version(int major, int minor, int build, int revision) => throw null;
        public Version(int major, int minor) => throw null;
        public int Major { get => throw null; }
        public int Minor { get => throw null; }
        public int Revision { get => throw null; }
        public int Build { get => throw null; }
        public override bool Equals(object obj) => throw null;
        public override string ToString() => throw null;
        public override int GetHashCode() => throw null;
    }

    public struct Void
    {
    }

    public class WeakReference
    {
        public WeakReference(object target) => throw null;
        public virtual bool IsAlive { get => throw null; }
        public virtual object Target { get => throw null; set { } }
    }
}

namespace System.Collections
{
    public class ArrayList : global::System.Collections.IEnumerable
    {
        public ArrayList() => throw null;
        public virtual int Capacity { get => throw null; set { } }
        public virtual int Count { get => throw null; }
        public virtual bool IsFixedSize { get => throw null; }
        public virtual bool IsReadOnly { get => throw null; }
        public virtual bool IsSynchronized { get => throw null; }
        public virtual object SyncRoot { get => throw null; }
        public virtual object this[int a0] { get => throw null; set { } }
        public virtual int Add(object value) => throw null;
        public virtual int BinarySearch(object value, global::System.Collections.IComparer comparer) => throw null;
        public virtual void Clear() => throw null;
        public virtual object Clone() => throw null;
        public virtual bool Contains(object value) => throw null;
        public virtual void CopyTo(global::System.Array array) => throw null;
        public virtual void CopyTo(global::System.Array array, int index) => throw null;
        public virtual global::System.Collections.IEnumerator GetEnumerator() => throw null;
        public virtual int IndexOf(object value) => throw null;
        public virtual int IndexOf(object value, int startIndex) => throw null;
        public virtual int IndexOf(object value, int startIndex, int count) => throw null;
        public virtual void Insert(int index, object value) => throw null;
        public virtual void Remove(object value) => throw null;
        public virtual void RemoveAt(int index) => throw null;
        public virtual object[] ToArray() => throw null;
        public virtual global::System.Array ToArray(global::System.Type type) => throw null;
    }

    public interface ICollection : global::System.Collections.IEnumerable
    {
        int Count { get; }
        object SyncRoot { get; }
        bool IsSynchronized { get; }
        void CopyTo(global::System.Array array, int index);
    }

    public interface IComparer
    {
        int Compare(object x, object y);
    }

    public interface IEnumerable
    {
        global::System.Collections.IEnumerator GetEnumerator();
    }

    public interface IEnumerator
    {
        object Current { get; }
        bool MoveNext();
        void Reset();
    }

    public interface IList : global::System.Collections.ICollection, global::System.Collections.IEnumerable
    {
        object this[int a0] { get; set; }
        bool IsReadOnly { get; }
        bool IsFixedSize { get; }
        int Add(object value);
        bool Contains(object value);
        void Clear();
        int IndexOf(object value);
        void Insert(int index, object value);
        void Remove(object value);
        void RemoveAt(int index);
    }
}

namespace System.Diagnostics
{
    public sealed class ConditionalAttribute : global::System.Attribute
    {
        public ConditionalAttribute(string conditionString) => throw null;
        public string ConditionString { get => throw null; }
    }

    public static class Debug
    {
        public static void Assert(bool condition) => throw null;
        public static void Assert(bool condition, string message) => throw null;
        public static void Assert(bool condition, string message, string detailedMessage) => throw null;
        public static void Write(string message) => throw null;
        public static void WriteLine() => throw null;
        public static void WriteLine(string message) => throw null;
    }

    public sealed class DebuggableAttribute : global::System.Attribute
    {
        public DebuggableAttribute(bool isJITTrackingEnabled, bool isJITOptimizerDisabled) => throw null;
        public DebuggableAttribute(global::System.Diagnostics.DebuggableAttribute.DebuggingModes modes) => throw null;
        public bool IsJITTrackingEnabled { get => throw null; }
        public bool IsJITOptimizerDisabled { get => throw null; }
        public global::System.Diagnostics.DebuggableAttribute.DebuggingModes DebuggingFlags { get => throw null; }

        public enum DebuggingModes : int
        {
            None = 0,
            Default = 1,
            DisableOptimizations = 256,
            IgnoreSymbolStoreSequencePoints = 2,
            EnableEditAndContinue = 4,
        }
    }

    public sealed class DebuggerBrowsableAttribute : global::System.Attribute
    {
        public DebuggerBrowsableAttribute(global::System.Diagnostics.DebuggerBrowsableState state) => throw null;
        public global::System.Diagnostics.DebuggerBrowsableState State { get => throw null; }
    }

    public enum DebuggerBrowsableState : int
    {
        Never = 0,
        Collapsed = 2,
        RootHidden = 3,
    }

    public sealed class DebuggerHiddenAttribute : global::System.Attribute
    {
        public DebuggerHiddenAttribute() => throw null;
    }
}

namespace System.IO
{
    public class IOException : global::System.SystemException
    {
        public IOException() => throw null;
        public IOException(string message) => throw null;
        public IOException(string message, int hresult) => throw null;
        public IOException(string message, global::System.Exception innerException) => throw null;
        public global::System.IO.IOException.IOExceptionErrorCode ErrorCode { get => throw null; }

        public enum IOExceptionErrorCode : int
        {
            Others = -536870912,
            InvalidDriver = -520093696,
            FileNotFound = -503316480,
            DirectoryNotFound = -486539264,
            VolumeNotFound = -469762048,
            PathTooLong = -452984832,
            DirectoryNotEmpty = -436207616,
            UnauthorizedAccess = -419430400,
            PathAlreadyExists = -402653184,
            TooManyOpenHandles = -385875968,
        }
    }
}

namespace System.Reflection
{
    public sealed class AssemblyCompanyAttribute : global::System.Attribute
    {
        public AssemblyCompanyAttribute(string company) => throw null;
        public string Company { get => throw null; }
    }

    public sealed class AssemblyConfigurationAttribute : global::System.Attribute
    {
        public AssemblyConfigurationAttribute(string configuration) => throw null;
        public string Configuration { get => throw null; }
    }

    public sealed class AssemblyCopyrightAttribute : global::System.Attribute
    {
        public AssemblyCopyrightAttribute(string copyright) => throw null;
        public string Copyright { get => throw null; }
    }

    public sealed class AssemblyDescriptionAttribute : global::System.Attribute
    {
        public AssemblyDescriptionAttribute(string description) => throw null;
        public string Description { get => throw null; }
    }

    public sealed class AssemblyFileVersionAttribute : global::System.Attribute
    {
        public AssemblyFileVersionAttribute(string version) => throw null;
        public string Version { get => throw null; }
    }

    public sealed class AssemblyInformationalVersionAttribute : global::System.Attribute
    {
        public AssemblyInformationalVersionAttribute(string informationalVersion) => throw null;
        public string InformationalVersion { get => throw null; }
    }

    public sealed class AssemblyNativeVersionAttribute : global::System.Attribute
    {
        public AssemblyNativeVersionAttribute(string version) => throw null;
        public string NativeVersion { get => throw null; }
    }

    public sealed class AssemblyProductAttribute : global::System.Attribute
    {
        public AssemblyProductAttribute(string product) => throw null;
        public string Product { get => throw null; }
    }

    public sealed class AssemblyTitleAttribute : global::System.Attribute
    {
        public AssemblyTitleAttribute(string title) => throw null;
        public string Title { get => throw null; }
    }

    public sealed class AssemblyVersionAttribute : global::System.Attribute
    {
        public AssemblyVersionAttribute(string version) => throw null;
        public string Version { get => throw null; }
    }

    public sealed class DefaultMemberAttribute : global::System.Attribute
    {
        public DefaultMemberAttribute(string memberName) => throw null;
        public string MemberName { get => throw null; }
    }

    public abstract class MemberInfo
    {
        protected MemberInfo() => throw null;
        public abstract global::System.Reflection.MemberTypes MemberType { get; }
        public abstract string Name { get; }
        public abstract global::System.Type DeclaringType { get; }
        public abstract object[] GetCustomAttributes(bool inherit);
    }

    public enum MemberTypes : int
    {
        Constructor = 1,
        Event = 2,
        Field = 4,
        Method = 8,
        Property = 16,
        TypeInfo = 32,
        Custom = 64,
        NestedType = 128,
        All = 191,
    }
}

namespace System.Runtime.CompilerServices
{
    public sealed class AccessedThroughPropertyAttribute : global::System.Attribute
    {
        public AccessedThroughPropertyAttribute(string propertyName) => throw null;
        public string PropertyName { get => throw null; }
    }

    public sealed class ExtensionAttribute : global::System.Attribute
    {
        public ExtensionAttribute() => throw null;
    }

    public sealed class IndexerNameAttribute : global::System.Attribute
    {
        public IndexerNameAttribute(string indexerName) => throw null;
    }

    public sealed class InternalsVisibleToAttribute : global::System.Attribute
    {
        public InternalsVisibleToAttribute(string assemblyName) => throw null;
        public string AssemblyName { get => throw null; }
    }

    public static class IsExternalInit
    {
    }

    public enum MethodCodeType : int
    {
        IL = 0,
        Native = 1,
        OPTIL = 2,
        Runtime = 3,
    }

    public sealed class MethodImplAttribute : global::System.Attribute
    {
        public global::System.Runtime.CompilerServices.MethodCodeType MethodCodeType;
        public MethodImplAttribute(global::System.Runtime.CompilerServices.MethodImplOptions methodImplOptions) => throw null;
        public MethodImplAttribute(short _value) => throw null;
        public MethodImplAttribute() => throw null;
        public global::System.Runtime.CompilerServices.MethodImplOptions Value { get => throw null; }
    }

    public enum MethodImplOptions : int
    {
        Unmanaged = 4,
        ForwardRef = 16,
        PreserveSig = 128,
        InternalCall = 4096,
        Synchronized = 32,
        NoInlining = 8,
    }

    public static class RuntimeFeature
    {
        public const string DefaultImplementationsOfInterfaces = "DefaultImplementationsOfInterfaces";
        public static bool IsSupported(string feature) => throw null;
    }

    public static class RuntimeHelpers
    {
        public static int OffsetToStringData { get => throw null; }
        public static void InitializeArray(global::System.Array array, global::System.RuntimeFieldHandle fldHandle) => throw null;
        public static object GetObjectValue(object obj) => throw null;
        public static void RunClassConstructor(global::System.RuntimeTypeHandle type) => throw null;
    }
}

namespace System.Runtime.InteropServices
{
    public enum CharSet : int
    {
        None = 1,
        Ansi = 2,
        Unicode = 3,
        Auto = 4,
    }

    public enum LayoutKind : int
    {
        Sequential = 0,
        Explicit = 2,
        Auto = 3,
    }

    public sealed class OutAttribute : global::System.Attribute
    {
        public OutAttribute() => throw null;
    }

    public sealed class StructLayoutAttribute : global::System.Attribute
    {
        public int Pack;
        public int Size;
        public global::System.Runtime.InteropServices.CharSet CharSet;
        public StructLayoutAttribute(global::System.Runtime.InteropServices.LayoutKind layoutKind) => throw null;
        public StructLayoutAttribute(short layoutKind) => throw null;
        public global::System.Runtime.InteropServices.LayoutKind Value { get => throw null; }
    }
}

namespace System.Runtime.Versioning
{
    public sealed class TargetFrameworkAttribute : global::System.Attribute
    {
        public TargetFrameworkAttribute(string frameworkName) => throw null;
        public string FrameworkName { get => throw null; }
        public string FrameworkDisplayName { get => throw null; set { } }
    }
}

namespace System.Threading
{
    public sealed class AutoResetEvent : global::System.Threading.WaitHandle
    {
        public AutoResetEvent(bool initialState) => throw null;
        public bool Reset() => throw null;
        public bool Set() => throw null;
    }

    public static class Interlocked
    {
        public static int Increment(ref int location) => throw null;
        public static int Decrement(ref int location) => throw null;
        public static int Exchange(ref int location1, int value) => throw null;
        public static int CompareExchange(ref int location1, int value, int comparand) => throw null;
    }

    public sealed class ManualResetEvent : global::System.Threading.WaitHandle
    {
        public ManualResetEvent(bool initialState) => throw null;
        public bool Reset() => throw null;
        public bool Set() => throw null;
    }

    public static class Monitor
    {
        public static void Enter(object obj) => throw null;
        public static void Exit(object obj) => throw null;
    }

    public sealed class Thread
    {
        public Thread(global::System.Threading.ThreadStart start) => throw null;
        public global::System.Threading.ThreadPriority Priority { get => throw null; set { } }
        public int ManagedThreadId { get => throw null; }
        public bool IsAlive { get => throw null; }
        public static global::System.Threading.Thread CurrentThread { get => throw null; }
        public global::System.Threading.ThreadState ThreadState { get => throw null; }
        public void Start() => throw null;
        public void Abort() => throw null;
        public void Suspend() => throw null;
        public void Resume() => throw null;
        public void Join() => throw null;
        public bool Join(int millisecondsTimeout) => throw null;
        public bool Join(global::System.TimeSpan timeout) => throw null;
        public static void Sleep(int millisecondsTimeout) => throw null;
        public static void Sleep(global::System.TimeSpan timeout) => throw null;
        public static void SpinWait(int iterations) => throw null;
    }

    public sealed class ThreadAbortException : global::System.SystemException
    {
        internal ThreadAbortException() => throw null;
    }

    public enum ThreadPriority : int
    {
        Lowest = 0,
        BelowNormal = 1,
        Normal = 2,
        AboveNormal = 3,
        Highest = 4,
    }

    public delegate void ThreadStart();

    public enum ThreadState : int
    {
        Running = 0,
        StopRequested = 1,
        SuspendRequested = 2,
        Background = 4,
        Unstarted = 8,
        Stopped = 16,
        WaitSleepJoin = 32,
        Suspended = 64,
        AbortRequested = 128,
        Aborted = 256,
    }

    public static class Timeout
    {
        public const int Infinite = -1;
        public static readonly global::System.TimeSpan InfiniteTimeSpan;
    }

    public sealed class Timer : global::System.MarshalByRefObject, global::System.IDisposable
    {
        public Timer(global::System.Threading.TimerCallback callback, object state, int dueTime, int period) => throw null;
        public Timer(global::System.Threading.TimerCallback callback, object state, global::System.TimeSpan dueTime, global::System.TimeSpan period) => throw null;
        public bool Change(int dueTime, int period) => throw null;
        public bool Change(global::System.TimeSpan dueTime, global::System.TimeSpan period) => throw null;
        public void Dispose() => throw null;
    }

    public delegate void TimerCallback(object state);

    public abstract class WaitHandle : global::System.MarshalByRefObject
    {
        public const int WaitTimeout = 258;
        protected WaitHandle() => throw null;
        public virtual bool WaitOne(int millisecondsTimeout, bool exitContext) => throw null;
        public virtual bool WaitOne() => throw null;
        public static bool WaitAll(global::System.Threading.WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext) => throw null;
        public static bool WaitAll(global::System.Threading.WaitHandle[] waitHandles) => throw null;
        public static int WaitAny(global::System.Threading.WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext) => throw null;
        public static int WaitAny(global::System.Threading.WaitHandle[] waitHandles) => throw null;
    }
}
