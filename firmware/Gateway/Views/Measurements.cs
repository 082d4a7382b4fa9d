// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Twins;

namespace Firmware.Gateway.Views
{
    /// <summary>
    /// The SIG's characteristics that measure what an IPSO object stands for: which object, in which unit, and how the number
    /// is found in the value. A characteristic more is one line, and a case where its value has flags.
    /// </summary>
    internal static class Measurements
    {
        internal const int Count = 12;

        private const int Temperature = 3303;
        private const int Humidity = 3304;
        private const int Barometer = 3315;
        private const int Percentage = 3320;
        private const int Rate = 3346;
        private const int Generic = 3300;
        private const int Illuminance = 3301;

        private static readonly int[] s_numbers = { 0x2A6E, 0x2A1C, 0x2A6F, 0x2A6D, 0x2A19, 0x2A37, 0x2A5E, 0x2A5F, 0x2A9D, 0x2A35, 0x2A63, 0x2AFB };
        private static readonly int[] s_objects = { Temperature, Temperature, Humidity, Barometer, Percentage, Rate, Percentage, Percentage, Generic, Generic, Generic, Illuminance };
        private static readonly string[] s_units = { "Cel", "Cel", "%RH", "Pa", "%", "beat/min", "%", "%", "kg", "mm[Hg]", "W", "lx" };

        /// <summary>Finds a characteristic.</summary>
        /// <param name="number">Its 16-bit number.</param>
        /// <returns>Its place in the table, or -1.</returns>
        internal static int Find(int number)
        {
            for (int i = 0; i < Count; i++)
            {
                if (s_numbers[i] == number)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The IPSO object that stands for it.</summary>
        internal static int ObjectId(int index)
        {
            return s_objects[index];
        }

        /// <summary>The unit, as SenML has it.</summary>
        internal static string Unit(int index)
        {
            return s_units[index];
        }

        /// <summary>The number in a value.</summary>
        /// <returns>NaN when the value is too short, or says that nothing was measured.</returns>
        internal static double Read(int index, byte[] value, int length)
        {
            int flags = length > 0 ? value[0] : 0;
            switch (s_numbers[index])
            {
                case 0x2A1C: // thermometer: FLOAT, degrees Celsius or Fahrenheit
                    double degrees = length < 5 ? double.NaN : GattFormat.Float(value, 1);
                    return (flags & 1) == 0 ? degrees : (degrees - 32) * 5 / 9;
                case 0x2A37: // heart rate: one byte or two
                    return length < 2 + (flags & 1) ? double.NaN : (flags & 1) == 0 ? value[1] : value[1] | (value[2] << 8);
                case 0x2A5E: // pulse oximeter: SpO2 as SFLOAT
                case 0x2A5F:
                    return length < 3 ? double.NaN : GattFormat.ShortFloat(value, 1);
                case 0x2A9D: // weight: 5 g or 0.01 lb
                    double weight = length < 3 ? double.NaN : value[1] | (value[2] << 8);
                    return (flags & 1) == 0 ? weight / 200 : weight * 0.0045359237;
                case 0x2A35: // blood pressure: the systolic one, SFLOAT, mmHg or kPa
                    double pressure = length < 3 ? double.NaN : GattFormat.ShortFloat(value, 1);
                    return (flags & 1) == 0 ? pressure : pressure * 7.50061683;
                case 0x2A63: // cycling power
                    return length < 4 ? double.NaN : (short)(value[2] | (value[3] << 8));
                default:
                    return ReadPlain(s_numbers[index], value, length);
            }
        }

        private static double ReadPlain(int number, byte[] value, int length)
        {
            SigTypes.TryFind(number, out int dataType, out int exponent);
            return length == GattFormat.Width(dataType) ? GattFormat.Number(dataType, exponent, value, 0) : double.NaN;
        }
    }
}
