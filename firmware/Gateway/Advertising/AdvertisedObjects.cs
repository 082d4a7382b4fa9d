// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// What formats of advertisements call their values, where no characteristic of the SIG's means the same: the service, or
    /// the company, in the upper half of the number, the format's own identifier in the lower. Source: bthome.io/format.
    /// </summary>
    internal static class AdvertisedObjects
    {
        private const int No = -1;

        /// <summary>Walks over a value.</summary>
        /// <param name="number">What it is called.</param>
        /// <param name="v">The walk, begun.</param>
        /// <returns>False for a value that is not in a table.</returns>
        internal static bool Describe(uint number, ValueLayout v)
        {
            switch (number)
            {
                case 0x04990001: return v.Plain(GattFormat.Signed32, -3).View(Ipso.Temperature, Unit.Celsius) != null; // RuuviTag
                case 0x04990002: return v.Plain(GattFormat.Unsigned32, -4).View(Ipso.Humidity, Unit.RelativeHumidity) != null;
                case 0x04990003:
                case 0x04990004:
                case 0x04990005: return v.Plain(GattFormat.Signed16, -3).View(Ipso.Generic, Unit.StandardGravity) != null;
                case 0x04990006:
                case 0xFE950001:
                case 0xFEAA0001: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Voltage, Unit.Volt) != null; // battery
                default: return (number >> 16) == BthomeReader.Service && DescribeBthome((int)(number & 0xFFFF), v) != null;
            }
        }

        /// <summary>How long a BTHome value is.</summary>
        /// <param name="id">Its identifier.</param>
        /// <param name="v">A walk, begun without a value.</param>
        /// <returns>Bytes; 0 when it is not known.</returns>
        internal static int Length(int id, ValueLayout v)
        {
            return DescribeBthome(id, v) == null ? 0 : GattFormat.Width(v.Format);
        }

        private static ValueLayout DescribeBthome(int id, ValueLayout v)
        {
            switch (id)
            {
                case 0x01: return v.Plain(GattFormat.Unsigned8).View(Ipso.Percentage, Unit.Percent); // battery
                case 0x02: return v.Plain(GattFormat.Signed16, -2).View(Ipso.Temperature, Unit.Celsius);
                case 0x03: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Humidity, Unit.RelativeHumidity);
                case 0x04: return v.Plain(GattFormat.Unsigned24).View(Ipso.Barometer, Unit.Pascal); // 0.01 hPa
                case 0x05: return v.Plain(GattFormat.Unsigned24, -2).View(Ipso.Illuminance, Unit.Lux);
                case 0x06: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Load, Unit.Kilogram);
                case 0x07: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Load, Unit.Pound);
                case 0x08: return v.Plain(GattFormat.Signed16, -2).View(Ipso.Temperature, Unit.Celsius); // dew point
                case 0x09: return v.Plain(GattFormat.Unsigned8).View(Ipso.Generic, Unit.None); // count
                case 0x0A: return v.Plain(GattFormat.Unsigned24, -3).View(Ipso.Energy, Unit.KilowattHour);
                case 0x0B: return v.Plain(GattFormat.Unsigned24, -2).View(Ipso.Power, Unit.Watt);
                case 0x0C: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Voltage, Unit.Volt);
                case 0x0D: // PM2.5
                case 0x0E: // PM10
                case 0x13: return v.Plain(GattFormat.Unsigned16).View(Ipso.Concentration, Unit.MicrogramPerCubicMetre); // volatile organic compounds
                case 0x12: return v.Plain(GattFormat.Unsigned16).View(Ipso.Concentration, Unit.PartsPerMillion); // CO2
                case 0x14: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Humidity, Unit.Percent); // moisture
                case 0x2E: return v.Plain(GattFormat.Unsigned8).View(Ipso.Humidity, Unit.RelativeHumidity);
                case 0x2F: return v.Plain(GattFormat.Unsigned8).View(Ipso.Humidity, Unit.Percent); // moisture
                case 0x3A: return v.Plain(GattFormat.Unsigned8).View(Ipso.PushButton, Unit.None); // button event
                case 0x3C: return v.Plain(GattFormat.Signed16); // dimmer event: steps to the right, below zero to the left
                case 0x3D: return v.Plain(GattFormat.Unsigned16).View(Ipso.Generic, Unit.None); // count
                case 0x3E: return v.Plain(GattFormat.Unsigned32).View(Ipso.Generic, Unit.None); // count
                case 0x3F: return v.Plain(GattFormat.Signed16, -1).View(Ipso.Generic, Unit.Degree); // rotation
                case 0x40: return v.Plain(GattFormat.Unsigned16).View(Ipso.Distance, Unit.Millimetre);
                case 0x41: return v.Plain(GattFormat.Unsigned16, -1).View(Ipso.Distance, Unit.Metre);
                case 0x42: return v.Plain(GattFormat.Unsigned24, -3).View(Ipso.Generic, Unit.Second); // duration
                case 0x43: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Current, Unit.Ampere);
                case 0x44: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Generic, Unit.MetrePerSecond);
                case 0x45: return v.Plain(GattFormat.Signed16, -1).View(Ipso.Temperature, Unit.Celsius);
                case 0x46: return v.Plain(GattFormat.Unsigned8, -1).View(Ipso.Generic, Unit.None); // UV index
                case 0x47: return v.Plain(GattFormat.Unsigned16, -1).View(Ipso.Generic, Unit.Litre);
                case 0x48: return v.Plain(GattFormat.Unsigned16).View(Ipso.Generic, Unit.Millilitre);
                case 0x49: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Rate, Unit.CubicMetrePerHour);
                case 0x4A: return v.Plain(GattFormat.Unsigned16, -1).View(Ipso.Voltage, Unit.Volt);
                case 0x4B: return v.Plain(GattFormat.Unsigned24, -3).View(Ipso.Generic, Unit.CubicMetre); // gas
                case 0x4C: return v.Plain(GattFormat.Unsigned32, -3).View(Ipso.Generic, Unit.CubicMetre); // gas
                case 0x4D: return v.Plain(GattFormat.Unsigned32, -3).View(Ipso.Energy, Unit.KilowattHour);
                case 0x4E: // volume
                case 0x4F: // water
                case 0x55: return v.Plain(GattFormat.Unsigned32, -3).View(Ipso.Generic, Unit.Litre); // stored volume
                default: return id >= 0x0F && id <= 0x2D ? DescribeBinary(id, v) : DescribeLater(id, v);
            }
        }

        // 0x0F to 0x11 and 0x15 to 0x2D are true or false.
        private static ValueLayout DescribeBinary(int id, ValueLayout v)
        {
            return v.Plain(GattFormat.Boolean).View(id == 0x21 || id == 0x22 || id == 0x23 ? Ipso.Presence : Ipso.DigitalInput, Unit.None);
        }

        private static ValueLayout DescribeLater(int id, ValueLayout v)
        {
            switch (id)
            {
                case 0x50: return v.Plain(GattFormat.Unsigned32).In(Unit.Second); // time, seconds since 1970
                case 0x51: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Generic, Unit.MetrePerSecondSquared); // acceleration
                case 0x52: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Generic, Unit.DegreePerSecond); // gyroscope
                case 0x53: return v.Plain(GattFormat.Utf8); // text
                case 0x54: return v.Plain(GattFormat.Opaque); // raw
                case 0x56: return v.Plain(GattFormat.Unsigned16).View(Ipso.Generic, Unit.MicrosiemensPerCentimetre); // conductivity
                case 0x57: return v.Plain(GattFormat.Signed8).View(Ipso.Temperature, Unit.Celsius);
                case 0x58: return v.Plain(GattFormat.Signed8, -2, No, 35).View(Ipso.Temperature, Unit.Celsius);
                case 0x59: return v.Plain(GattFormat.Signed8).View(Ipso.Generic, Unit.None); // count
                case 0x5A: return v.Plain(GattFormat.Signed16).View(Ipso.Generic, Unit.None); // count
                case 0x5B: return v.Plain(GattFormat.Signed32).View(Ipso.Generic, Unit.None); // count
                case 0x5C: return v.Plain(GattFormat.Signed32, -2).View(Ipso.Power, Unit.Watt);
                case 0x5D: return v.Plain(GattFormat.Signed16, -3).View(Ipso.Current, Unit.Ampere);
                case 0x5E: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Direction, Unit.Degree);
                case 0x5F: return v.Plain(GattFormat.Unsigned16, -1).View(Ipso.Generic, Unit.Millimetre); // precipitation
                case 0x60: return v.Plain(GattFormat.Unsigned8); // channel
                case 0x61: return v.Plain(GattFormat.Unsigned16).View(Ipso.Rate, Unit.PerMinute); // rotational speed
                case 0x62: return v.Plain(GattFormat.Signed32, -6).View(Ipso.Generic, Unit.MetrePerSecond); // speed
                case 0x63: return v.Plain(GattFormat.Signed32, -6).View(Ipso.Generic, Unit.MetrePerSecondSquared); // acceleration
                case 0x64: return v.Plain(GattFormat.Unsigned8); // light: 0 dark, 1 twilight, 2 bright
                case 0x65: return v.Plain(GattFormat.Unsigned8); // settings revision
                case 0xF0: return v.Plain(GattFormat.Unsigned16); // device type
                case 0xF1: return v.Plain(GattFormat.Unsigned32); // firmware version
                case 0xF2: return v.Plain(GattFormat.Unsigned24); // firmware version
                default: return null;
            }
        }
    }
}
