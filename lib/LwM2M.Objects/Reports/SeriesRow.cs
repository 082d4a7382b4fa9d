// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;

namespace LwM2M.Objects.Reports
{
    /// <summary>What a value of a series is.</summary>
    internal enum SeriesKind : byte
    {
        /// <summary>No value at this moment.</summary>
        None,

        /// <summary>An integer or a time.</summary>
        Integer,

        /// <summary>A number of 32 bits that is a whole number divided by a power of ten.</summary>
        Single,

        /// <summary>The same in 64 bits.</summary>
        Double,

        /// <summary>The 64 bits of any other number.</summary>
        Bits,

        /// <summary>A boolean.</summary>
        Boolean,

        /// <summary>An object link.</summary>
        Link,

        /// <summary>Text.</summary>
        Text,

        /// <summary>Bytes.</summary>
        Opaque
    }

    /// <summary>The values of one moment, by resource.</summary>
    internal sealed class SeriesRow
    {
        /// <summary>The most resources a moment has.</summary>
        internal const int MaximumCount = 16;

        private const int HighestScale = 6;
        private const double LargestExact = 9e15;
        private const long LargestAligned = 1 << 24; // exact in 32 bits

        private readonly long[] _paths = new long[MaximumCount];

        /// <summary>How many resources there are.</summary>
        internal int Count { get; private set; }

        /// <summary>When, in seconds of the device's clock.</summary>
        internal long Seconds { get; set; }

        /// <summary>What each value is.</summary>
        internal SeriesKind[] Kinds { get; } = new SeriesKind[MaximumCount];

        /// <summary>The power of ten a number is divided by.</summary>
        internal byte[] Scales { get; } = new byte[MaximumCount];

        /// <summary>Numbers, bits, booleans, links.</summary>
        internal long[] Numbers { get; } = new long[MaximumCount];

        /// <summary>Text and bytes.</summary>
        internal byte[][] Texts { get; } = new byte[MaximumCount][];

        /// <summary>Takes values from a payload.</summary>
        internal void Read(ResourceReader values, long seconds)
        {
            Seconds = seconds;
            Count = 0;
            while (Count < MaximumCount && values.MoveNext())
            {
                if (!values.IsEmptyInstance && !values.IsEmptyMultiple && !values.IsNameOnly)
                {
                    _paths[Count] = values.Path;
                    ReadValue(values, Count);
                    Count++;
                }
            }
        }

        /// <summary>The path of a resource.</summary>
        internal long Path(int index)
        {
            return _paths[index];
        }

        /// <summary>Sets the resources, all without a value.</summary>
        internal void SetLayout(int count)
        {
            Count = count;
            for (int i = 0; i < count; i++)
            {
                Kinds[i] = SeriesKind.None;
            }
        }

        internal void SetPath(int index, long path)
        {
            _paths[index] = path;
        }

        /// <summary>The resource has a value at this moment.</summary>
        internal bool Has(int index)
        {
            return index < Count && Kinds[index] != SeriesKind.None;
        }

        /// <summary>The resources are the same as of another moment.</summary>
        internal bool HasLayoutOf(SeriesRow other)
        {
            bool same = Count == other.Count;
            for (int i = 0; same && i < Count; i++)
            {
                same = _paths[i] == other._paths[i];
            }

            return same;
        }

        /// <summary>The value of a resource is that of another moment.</summary>
        internal bool Equals(SeriesRow other, int index)
        {
            if (index >= other.Count || Kinds[index] != other.Kinds[index])
            {
                return false;
            }

            if (Kinds[index] < SeriesKind.Text)
            {
                return Numbers[index] == other.Numbers[index] && Scales[index] == other.Scales[index];
            }

            byte[] text = Texts[index];
            bool same = text.Length == other.Texts[index].Length;
            for (int i = 0; same && i < text.Length; i++)
            {
                same = text[i] == other.Texts[index][i];
            }

            return same;
        }

        /// <summary>Gives numbers the scale they had at another moment, where that holds them too: 20 among 19.9 and 20.1 is 20.0.</summary>
        internal void AlignTo(SeriesRow other)
        {
            for (int i = 0; i < Count; i++)
            {
                bool isDecimal = other.Kinds[i] == SeriesKind.Single || other.Kinds[i] == SeriesKind.Double;
                int more = other.Scales[i] - Scales[i];
                if (isDecimal && (Kinds[i] == other.Kinds[i] || Kinds[i] == SeriesKind.Integer) && more >= 0 && Numbers[i] < LargestAligned && Numbers[i] > -LargestAligned)
                {
                    Numbers[i] *= (long)PowerOfTen(more);
                    Scales[i] = other.Scales[i];
                    Kinds[i] = other.Kinds[i];
                }
            }
        }

        internal void CopyFrom(SeriesRow other)
        {
            Count = other.Count;
            Seconds = other.Seconds;
            Array.Copy(other._paths, 0, _paths, 0, Count);
            Array.Copy(other.Scales, 0, Scales, 0, Count);
            Array.Copy(other.Numbers, 0, Numbers, 0, Count);
            for (int i = 0; i < Count; i++)
            {
                Kinds[i] = other.Kinds[i];
                Texts[i] = other.Texts[i];
            }
        }

        /// <summary>Writes the value of a resource.</summary>
        internal void WriteTo(ResourceWriter writer, int index)
        {
            long number = Numbers[index];
            switch (Kinds[index])
            {
                case SeriesKind.Integer:
                    writer.WriteInteger(number);
                    break;
                case SeriesKind.Single:
                    writer.WriteFloat((float)(number / PowerOfTen(Scales[index])));
                    break;
                case SeriesKind.Double:
                    writer.WriteFloat(number / PowerOfTen(Scales[index]));
                    break;
                case SeriesKind.Bits:
                    writer.WriteFloat(BitConverter.Int64BitsToDouble(number));
                    break;
                case SeriesKind.Boolean:
                    writer.WriteBoolean(number != 0);
                    break;
                case SeriesKind.Link:
                    writer.WriteObjectLink((int)(number >> 16), (int)(number & 0xFFFF));
                    break;
                case SeriesKind.Text:
                    writer.WriteString(Texts[index], 0, Texts[index].Length);
                    break;
                case SeriesKind.Opaque:
                    writer.WriteOpaque(Texts[index], 0, Texts[index].Length);
                    break;
            }
        }

        private void ReadValue(ResourceReader values, int index)
        {
            Scales[index] = 0;
            if (values.TryReadBoolean(out bool truth))
            {
                Kinds[index] = SeriesKind.Boolean;
                Numbers[index] = truth ? 1 : 0;
            }
            else if (values.TryReadInteger(out long integer))
            {
                Kinds[index] = SeriesKind.Integer;
                Numbers[index] = integer;
            }
            else if (values.TryReadFloat(out double number))
            {
                SetNumber(index, number);
            }
            else if (values.TryReadObjectLink(out int objectId, out int instanceId))
            {
                Kinds[index] = SeriesKind.Link;
                Numbers[index] = ((long)objectId << 16) | (long)instanceId;
            }
            else if (values.TryReadString(out byte[] buffer, out int offset, out int count))
            {
                SetText(index, SeriesKind.Text, buffer, offset, count);
            }
            else if (values.TryReadOpaque(out buffer, out offset, out count))
            {
                SetText(index, SeriesKind.Opaque, buffer, offset, count);
            }
            else
            {
                Kinds[index] = SeriesKind.None;
            }
        }

        private void SetText(int index, SeriesKind kind, byte[] buffer, int offset, int count)
        {
            Kinds[index] = kind;
            Numbers[index] = 0;
            Texts[index] = new byte[count];
            Array.Copy(buffer, offset, Texts[index], 0, count);
        }

        // What a sensor tells is a decimal number, which as such takes two bytes and its difference one.
        private void SetNumber(int index, double number)
        {
            bool single = (double)(float)number == number;
            for (int scale = 0; scale <= HighestScale; scale++)
            {
                double power = PowerOfTen(scale);
                double scaled = number * power;
                if (scaled > LargestExact || scaled < -LargestExact)
                {
                    break;
                }

                long whole = (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
                double back = whole / power;
                if (single ? (float)back == (float)number : back == number)
                {
                    Kinds[index] = single ? SeriesKind.Single : SeriesKind.Double;
                    Scales[index] = (byte)scale;
                    Numbers[index] = whole;
                    return;
                }
            }

            Kinds[index] = SeriesKind.Bits;
            Numbers[index] = BitConverter.DoubleToInt64Bits(number);
        }

        private static double PowerOfTen(int scale)
        {
            double power = 1;
            for (int i = 0; i < scale; i++)
            {
                power *= 10;
            }

            return power;
        }
    }
}
