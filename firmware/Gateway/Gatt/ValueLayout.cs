// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace Firmware.Gateway.Gatt
{
    /// <summary>
    /// Walks over a characteristic's value as its line in a table describes it: one number (<see cref="Plain"/>), or flags and
    /// fields (<see cref="Packed"/>). What a line shows as an IPSO object is a view; the line's first is view 0. A number that
    /// is not there, too short, or the sentinel for "not known" is NaN. Numbers are multiplier x 10^exponent x 2^binary times
    /// what is in the value, as the GATT Specification Supplement gives them.
    /// </summary>
    public sealed class ValueLayout
    {
        private const int No = -1;

        private byte[] _value;
        private int _length;
        private int _wanted;
        private int _at;
        private int _flags;
        private bool _applies;
        private double _number;

        /// <summary>The format of a value that is one number or text; <see cref="GattFormat.Opaque"/> for another.</summary>
        public int Format { get; private set; }

        /// <summary>The power of ten.</summary>
        public int Exponent { get; private set; }

        /// <summary>The unit of a value that is one number, see <see cref="Gatt.Unit"/>.</summary>
        public int Unit { get; private set; }

        /// <summary>How many views it has.</summary>
        public int Views { get; private set; }

        /// <summary>The number of the view that was asked for.</summary>
        public double Number { get; private set; }

        /// <summary>The IPSO object of the view that was asked for.</summary>
        public int ViewObject { get; private set; }

        /// <summary>The unit of the view that was asked for.</summary>
        public int ViewUnit { get; private set; }

        private int Multiplier { get; set; }

        private int Binary { get; set; }

        private long NotKnown { get; set; }

        private long NotValid { get; set; } = No;

        private bool IsWhole
        {
            get { return Multiplier == 1 && Exponent == 0 && Binary == 0 && GattFormat.IsInteger(Format); }
        }

        /// <summary>The LwM2M type of the value, see <see cref="Resource"/>.</summary>
        public int ResourceType
        {
            get
            {
                return Format == GattFormat.Boolean ? Resource.Boolean
                    : Format == GattFormat.Utf8 ? Resource.String
                    : GattFormat.Width(Format) == 0 ? Resource.Opaque
                    : !IsWhole ? Resource.Float
                    : Format == GattFormat.Unsigned64 ? Resource.Unsigned
                    : Resource.Integer;
            }
        }

        /// <summary>Starts a walk.</summary>
        /// <param name="value">Holds the value; null to learn only what is there.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="view">The view whose number is wanted.</param>
        /// <returns>Itself.</returns>
        public ValueLayout Begin(byte[] value, int length, int view)
        {
            _value = value;
            _length = value == null ? 0 : length;
            _wanted = view;
            _at = 0;
            _flags = 0;
            _applies = true;
            Views = 0;
            Number = double.NaN;
            ViewObject = 0;
            ViewUnit = 0;
            return this;
        }

        /// <summary>The value is one number, a truth or a text.</summary>
        public ValueLayout Plain(int format, int exponent = 0, long notKnown = No, int multiplier = 1, int binary = 0)
        {
            _at = 0;
            Format = format;
            Exponent = exponent;
            Multiplier = multiplier;
            Binary = binary;
            NotKnown = notKnown;
            NotValid = No;
            Unit = Gatt.Unit.None;
            return GattFormat.Width(format) == 0 ? this : Field(format, exponent, notKnown, multiplier, binary);
        }

        /// <summary>Another value of the one number says that it is not valid.</summary>
        internal ValueLayout Except(long notValid)
        {
            _at = 0;
            NotValid = notValid;
            _number = _value != null && GattFormat.Width(Format) <= _length && IsNotKnown(Format, notValid) ? double.NaN : _number;
            return this;
        }

        /// <summary>The value begins with flags, little-endian.</summary>
        internal ValueLayout Packed(int flagBytes)
        {
            Format = GattFormat.Opaque;
            for (int i = flagBytes - 1; i >= 0; i--)
            {
                _flags = (_flags << 8) | (i < _length ? _value[i] : 0);
            }

            _at = flagBytes;
            return this;
        }

        /// <summary>The next field is there when a flag is set, or clear.</summary>
        internal ValueLayout When(int bit, bool set = true)
        {
            _applies = (((_flags >> bit) & 1) != 0) == set;
            return this;
        }

        /// <summary>A field nobody shows.</summary>
        internal ValueLayout Skip(int bytes)
        {
            _at += _applies ? bytes : 0;
            _applies = true;
            return this;
        }

        /// <summary>A number.</summary>
        internal ValueLayout Field(int format, int exponent = 0, long notKnown = No, int multiplier = 1, int binary = 0)
        {
            int width = GattFormat.Width(format);
            bool there = _applies && _value != null && _at + width <= _length && !IsNotKnown(format, notKnown);
            _number = there ? GattFormat.Scaled(GattFormat.Number(format, _value, _at) * multiplier, exponent) : double.NaN;
            _number = binary < 0 ? _number / (1 << -binary) : _number * (1 << binary);
            _at += _applies ? width : 0;
            _applies = true;
            return this;
        }

        /// <summary>A number of one format, or of another when a flag is set.</summary>
        internal ValueLayout Either(int bit, int format, int otherwise)
        {
            return Field(((_flags >> bit) & 1) != 0 ? otherwise : format);
        }

        /// <summary>When a flag is set the number just read is in another unit: something is added to it, then it is multiplied.</summary>
        internal ValueLayout Convert(int bit, double addend, double factor)
        {
            if (((_flags >> bit) & 1) != 0)
            {
                _number = (_number + addend) * factor;
            }

            return this;
        }

        /// <summary>The number just read is of a unit.</summary>
        internal ValueLayout In(int unit)
        {
            Unit = unit;
            return this;
        }

        /// <summary>The number just read is shown as an IPSO object.</summary>
        internal ValueLayout View(int objectId, int unit)
        {
            if (Views == _wanted)
            {
                Number = _number;
                ViewObject = objectId;
                ViewUnit = unit;
            }

            Unit = Format == GattFormat.Opaque ? Gatt.Unit.None : unit; // several fields have no unit in common
            Views++;
            return this;
        }

        /// <summary>Pushes the value into a writer.</summary>
        /// <param name="writer">Takes it.</param>
        /// <returns>False when there is none now: it is missing, too short, or says so itself.</returns>
        public bool Write(ResourceWriter writer)
        {
            int width = GattFormat.Width(Format);
            if (Format == GattFormat.Utf8)
            {
                int length = _length;
                while (length > 0 && _value[length - 1] == 0)
                {
                    length--; // an end of text that is sent along is none of it
                }

                writer.WriteString(_value, 0, length);
                return true;
            }

            if (width == 0 || _length > width)
            {
                writer.WriteOpaque(_value, 0, _length); // a longer one is no value of this format
                return true;
            }

            _at = 0;
            if (_length < width || IsNotKnown(Format, NotKnown) || IsNotKnown(Format, NotValid))
            {
                return false;
            }

            if (Format == GattFormat.Boolean)
            {
                writer.WriteBoolean(_value[0] != 0);
            }
            else if (!IsWhole)
            {
                if (double.IsNaN(_number) || double.IsInfinity(_number))
                {
                    return false;
                }

                writer.WriteFloat(_number);
            }
            else if (Format == GattFormat.Unsigned64)
            {
                writer.WriteUnsigned((ulong)GattFormat.Integer(Format, _value, 0));
            }
            else
            {
                writer.WriteInteger(GattFormat.Integer(Format, _value, 0));
            }

            return true;
        }

        /// <summary>Whether a value can be written to the peripheral.</summary>
        /// <param name="reader">Holds the value.</param>
        /// <returns>False when it is of another type, out of range, or would say "not known".</returns>
        public bool Fits(ResourceReader reader)
        {
            if (!reader.Fits(ResourceType))
            {
                return false;
            }

            if (Format == GattFormat.Float32 || Format == GattFormat.Float64)
            {
                reader.TryReadFloat(out double number);
                return !double.IsNaN(number) && !double.IsInfinity(number) && (Format == GattFormat.Float64 || (number <= float.MaxValue && number >= float.MinValue));
            }

            if (!GattFormat.IsInteger(Format))
            {
                return Format != GattFormat.MedicalFloat16 && Format != GattFormat.MedicalFloat32; // these are measured, not set
            }

            int width = GattFormat.Width(Format);
            if (width == 8 && IsWhole)
            {
                return true;
            }

            double raw = IsWhole ? reader.ReadInteger() : Rounded(reader);
            double span = width == 8 ? 1L << 62 : 1L << (width * 8);
            bool inRange = GattFormat.IsSigned(Format) ? raw >= -span / 2 && raw < span / 2 : raw >= 0 && raw < span;
            return inRange && (NotKnown < 0 || ((long)raw & ((1L << (width * 8)) - 1)) != NotKnown);
        }

        /// <summary>The bytes of a value, as the peripheral wants them.</summary>
        /// <param name="reader">Holds a value that fits.</param>
        /// <returns>Little-endian bytes.</returns>
        public byte[] Read(ResourceReader reader)
        {
            if (GattFormat.Width(Format) == 0)
            {
                byte[] buffer;
                int offset;
                int count;
                if (Format == GattFormat.Utf8)
                {
                    reader.TryReadString(out buffer, out offset, out count);
                }
                else
                {
                    reader.TryReadOpaque(out buffer, out offset, out count);
                }

                byte[] text = new byte[count];
                System.Array.Copy(buffer, offset, text, 0, count);
                return text;
            }

            if (Format == GattFormat.Float32 || Format == GattFormat.Float64)
            {
                reader.TryReadFloat(out double measured);
                return Format == GattFormat.Float32 ? System.BitConverter.GetBytes((float)measured) : System.BitConverter.GetBytes(measured);
            }

            long number = Format == GattFormat.Boolean ? (reader.ReadBoolean() ? 1 : 0)
                : !IsWhole ? (long)Rounded(reader)
                : Format == GattFormat.Unsigned64 && reader.TryReadUnsigned(out ulong unsigned) ? (long)unsigned
                : reader.ReadInteger();
            byte[] value = new byte[GattFormat.Width(Format)];
            for (int i = 0; i < value.Length; i++)
            {
                value[i] = (byte)(number >> (i * 8));
            }

            return value;
        }

        private double Rounded(ResourceReader reader)
        {
            reader.TryReadFloat(out double number);
            double scaled = GattFormat.Scaled(number, -Exponent) / Multiplier;
            scaled = Binary < 0 ? scaled * (1 << -Binary) : scaled / (1 << Binary);
            return (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }

        // The sentinel is compared as it stands in the value, without a sign.
        private bool IsNotKnown(int format, long notKnown)
        {
            int width = GattFormat.Width(format);
            for (int i = 0; notKnown >= 0 && i < width; i++)
            {
                if (_value[_at + i] != (byte)(notKnown >> (i * 8)))
                {
                    return false;
                }
            }

            return notKnown >= 0;
        }
    }
}
