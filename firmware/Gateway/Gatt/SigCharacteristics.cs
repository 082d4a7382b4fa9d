// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>
    /// The Bluetooth SIG's characteristics, a line each: format, power of ten, the value for "not known", and the IPSO object
    /// and unit it is shown as. Sources: GATT Specification Supplement, and the profiles of those with flags. To add a
    /// characteristic, add one line.
    /// </summary>
    internal static class SigCharacteristics
    {
        private const int No = -1;
        private const double KilopascalToMercury = 7.50061576;
        private const double PoundToKilogram = 0.90718474; // of a hundredth of a pound, where five grams were read

        /// <summary>Walks over a characteristic's value.</summary>
        /// <param name="number">The characteristic's number.</param>
        /// <param name="v">The walk, begun.</param>
        /// <returns>False for a characteristic that is not in the table.</returns>
        internal static bool Describe(uint number, ValueLayout v)
        {
            return number <= ushort.MaxValue && (DescribeNumber((int)number, v) ?? DescribePacked((int)number, v) ?? DescribeText((int)number, v)) != null;
        }

        private static ValueLayout DescribeText(int number, ValueLayout v)
        {
            switch (number)
            {
                case 0x2A24: // model
                case 0x2A25: // serial number
                case 0x2A26: // firmware
                case 0x2A27: // hardware
                case 0x2A28: // software
                case 0x2A29: // maker
                case 0x2A00: // device name
                case 0x2A87: // e-mail address
                case 0x2A8A: // first name
                case 0x2A90: // last name
                case 0x2AC2: return v.Plain(GattFormat.Utf8); // language
                default: return null;
            }
        }

        private static ValueLayout DescribePacked(int number, ValueLayout v)
        {
            switch (number)
            {
                case 0x2A1C: // temperature measurement, Celsius or Fahrenheit
                case 0x2A1E: return v.Packed(1).Field(GattFormat.MedicalFloat32).Convert(0, -32, 5.0 / 9).View(Ipso.Temperature, Unit.Celsius);
                case 0x2A35: // blood pressure: systolic, diastolic, mean, pulse; mmHg or kPa
                case 0x2A36: return Pressure(Pressure(Pressure(v.Packed(1)))).When(1).Skip(7).When(2).Field(GattFormat.MedicalFloat16).View(Ipso.Rate, Unit.BeatsPerMinute);
                case 0x2A37: return v.Packed(1).Either(0, GattFormat.Unsigned8, GattFormat.Unsigned16).View(Ipso.Rate, Unit.BeatsPerMinute);
                case 0x2A53: return v.Packed(1).Field(GattFormat.Unsigned16, 0, No, 1, -8).View(Ipso.Generic, Unit.MetrePerSecond).Field(GattFormat.Unsigned8).View(Ipso.Rate, Unit.PerMinute); // running
                case 0x2A5E: // pulse oximeter: SpO2 and pulse rate
                case 0x2A5F: return v.Packed(1).Field(GattFormat.MedicalFloat16).View(Ipso.Percentage, Unit.Percent).Field(GattFormat.MedicalFloat16).View(Ipso.Rate, Unit.BeatsPerMinute);
                case 0x2A63: return v.Packed(2).Field(GattFormat.Signed16).View(Ipso.Generic, Unit.Watt); // cycling power
                case 0x2A67: return v.Packed(2).When(0).Field(GattFormat.Unsigned16, -2).View(Ipso.Generic, Unit.MetrePerSecond).When(1).Field(GattFormat.Unsigned24, -1).View(Ipso.Distance, Unit.Metre).When(2).Skip(8).When(3).Field(GattFormat.Signed24, -2).View(Ipso.Altitude, Unit.Metre).When(4).Field(GattFormat.Unsigned16, -2).View(Ipso.Direction, Unit.Degree); // location and speed
                case 0x2A9C: return v.Packed(2).Field(GattFormat.Unsigned16, -1, 0xFFFF).View(Ipso.Percentage, Unit.Percent); // body fat
                case 0x2A9D: return v.Packed(1).Field(GattFormat.Unsigned16, -3, 0xFFFF, 5).Convert(0, 0, PoundToKilogram).View(Ipso.Generic, Unit.Kilogram); // weight
                case 0x2AA7: return v.Packed(2).Field(GattFormat.MedicalFloat16).View(Ipso.Concentration, Unit.MilligramPerDecilitre); // continuous glucose
                case 0x2ACD: return v.Packed(2).When(0, false).Field(GattFormat.Unsigned16, -2).View(Ipso.Generic, Unit.KilometrePerHour); // treadmill
                case 0x2AD2: return v.Packed(2).When(0, false).Field(GattFormat.Unsigned16, -2).View(Ipso.Generic, Unit.KilometrePerHour).When(1).Skip(2).When(2).Field(GattFormat.Unsigned16, 0, No, 1, -1).View(Ipso.Rate, Unit.PerMinute).When(3).Skip(2).When(4).Skip(3).When(5).Skip(2).When(6).Field(GattFormat.Signed16).View(Ipso.Power, Unit.Watt); // indoor bike
                default: return null;
            }
        }

        private static ValueLayout Pressure(ValueLayout v)
        {
            return v.Field(GattFormat.MedicalFloat16).Convert(0, 0, KilopascalToMercury).View(Ipso.Generic, Unit.Mercury);
        }

        private static ValueLayout DescribeNumber(int number, ValueLayout v)
        {
            switch (number)
            {
                case 0x2A06: return v.Plain(GattFormat.Unsigned8); // alert level
                case 0x2A07: return v.Plain(GattFormat.Signed8).In(Unit.DecibelMilliwatt); // transmit power
                case 0x2A19: return v.Plain(GattFormat.Unsigned8).View(Ipso.Percentage, Unit.Percent); // battery level
                case 0x2A1D: return v.Plain(GattFormat.Unsigned8); // temperature type
                case 0x2A21: return v.Plain(GattFormat.Unsigned16).In(Unit.Second); // measurement interval
                case 0x2A2C: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Direction, Unit.Degree); // magnetic declination
                case 0x2A38: return v.Plain(GattFormat.Unsigned8); // body sensor location
                case 0x2A39: return v.Plain(GattFormat.Unsigned8); // heart rate control point
                case 0x2A58: return v.Plain(GattFormat.Unsigned16).View(Ipso.AnalogInput, Unit.None); // analog
                case 0x2A6C: return v.Plain(GattFormat.Signed24, -2).View(Ipso.Altitude, Unit.Metre); // elevation
                case 0x2A6D: return v.Plain(GattFormat.Unsigned32, -1).View(Ipso.Barometer, Unit.Pascal); // pressure
                case 0x2A6E: return v.Plain(GattFormat.Signed16, -2, 0x8000).View(Ipso.Temperature, Unit.Celsius); // temperature
                case 0x2A6F: return v.Plain(GattFormat.Unsigned16, -2, 0xFFFF).View(Ipso.Humidity, Unit.RelativeHumidity); // humidity
                case 0x2A70: // true wind speed
                case 0x2A72: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Generic, Unit.MetrePerSecond); // apparent wind speed
                case 0x2A71: // true wind direction
                case 0x2A73: return v.Plain(GattFormat.Unsigned16, -2).View(Ipso.Direction, Unit.Degree); // apparent wind direction
                case 0x2A74: return v.Plain(GattFormat.Unsigned8, -1).View(Ipso.Generic, Unit.None); // gust factor
                case 0x2A75: return v.Plain(GattFormat.Unsigned24).View(Ipso.Concentration, Unit.PerCubicMetre); // pollen
                case 0x2A76: return v.Plain(GattFormat.Unsigned8); // UV index
                case 0x2A77: return v.Plain(GattFormat.Unsigned16, -1).In(Unit.WattPerSquareMetre); // irradiance
                case 0x2A78: return v.Plain(GattFormat.Unsigned16, -3).View(Ipso.Generic, Unit.Metre); // rainfall
                case 0x2A79: // wind chill
                case 0x2A7A: // heat index
                case 0x2A7B: return v.Plain(GattFormat.Signed8).View(Ipso.Temperature, Unit.Celsius); // dew point
                case 0x2A8E: return v.Plain(GattFormat.Unsigned16, -2).In(Unit.Metre); // height
                case 0x2A92: return v.Plain(GattFormat.Unsigned8).View(Ipso.Rate, Unit.BeatsPerMinute); // resting heart rate
                case 0x2A96: return v.Plain(GattFormat.Unsigned8); // VO2 max
                case 0x2A98: return v.Plain(GattFormat.Unsigned16, -3, No, 5).View(Ipso.Load, Unit.Kilogram); // weight
                case 0x2AA3: return v.Plain(GattFormat.Unsigned8, 0, 0); // barometric pressure trend
                case 0x2AE0: return v.Packed(0).Field(GattFormat.Unsigned16, -2, 0xFFFF).View(Ipso.Current, Unit.Ampere); // average current, and over what time
                case 0x2AEE: return v.Plain(GattFormat.Unsigned16, -2, 0xFFFF).View(Ipso.Current, Unit.Ampere); // electric current
                case 0x2AE1: return v.Packed(0).Field(GattFormat.Unsigned16, 0, 0xFFFF, 1, -6).View(Ipso.Voltage, Unit.Volt); // average voltage, and over what time
                case 0x2AE2: return v.Plain(GattFormat.Boolean).View(Ipso.DigitalInput, Unit.None); // boolean
                case 0x2AE9: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Generic, Unit.Kelvin); // correlated colour temperature
                case 0x2AEA: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Generic, Unit.None); // count 16
                case 0x2AEB: return v.Plain(GattFormat.Unsigned24, 0, 0xFFFFFF).View(Ipso.Generic, Unit.None); // count 24
                case 0x2AED: return v.Plain(GattFormat.Unsigned24, 0, 0); // date, days since 1970
                case 0x2AF2: return v.Plain(GattFormat.Unsigned24, 0, 0xFFFFFF).View(Ipso.Energy, Unit.KilowattHour); // energy
                case 0x2AF9: return v.Plain(GattFormat.Unsigned16).View(Ipso.Generic, Unit.None); // generic level
                case 0x2AFB: return v.Plain(GattFormat.Unsigned24, -2, 0xFFFFFF).View(Ipso.Illuminance, Unit.Lux); // illuminance
                case 0x2AFF: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Generic, Unit.Lumen); // luminous flux
                default: return number >= 0x2B00 ? DescribeLater(number, v) : null;
            }
        }

        private static ValueLayout DescribeLater(int number, ValueLayout v)
        {
            switch (number)
            {
                case 0x2B02: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Rate, Unit.GramPerSecond); // mass flow
                case 0x2B04: return v.Plain(GattFormat.Unsigned8, 0, 0xFF, 1, -1).View(Ipso.Percentage, Unit.Percent); // percentage 8
                case 0x2B05: return v.Plain(GattFormat.Unsigned24, -1, 0xFFFFFF).Except(0xFFFFFE).View(Ipso.Power, Unit.Watt); // power
                case 0x2B0D: return v.Plain(GattFormat.Signed8, 0, 0x7F, 1, -1).View(Ipso.Temperature, Unit.Celsius); // temperature 8
                case 0x2B12: return v.Plain(GattFormat.Unsigned8, -1, 0xFF); // time decihour 8
                case 0x2B14: return v.Plain(GattFormat.Unsigned24, 0, 0xFFFFFF); // time hour 24
                case 0x2B15: return v.Plain(GattFormat.Unsigned24, -3, 0xFFFFFF).In(Unit.Second); // time millisecond 24
                case 0x2B16: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).In(Unit.Second); // time second 16
                case 0x2B17: return v.Plain(GattFormat.Unsigned8, 0, 0xFF).In(Unit.Second); // time second 8
                case 0x2B18: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF, 1, -6).View(Ipso.Voltage, Unit.Volt); // voltage
                case 0x2B1B: return v.Plain(GattFormat.Unsigned16, -3, 0xFFFF).View(Ipso.Rate, Unit.LitrePerSecond); // volume flow
                case 0x2B89: return v.Plain(GattFormat.Unsigned32, 0, 0xFFFFFFFF).View(Ipso.Energy, Unit.VoltAmpereHour); // apparent energy 32
                case 0x2B8A: return v.Plain(GattFormat.Unsigned24, -1, 0xFFFFFF).View(Ipso.Power, Unit.VoltAmpere); // apparent power
                case 0x2B8C: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Concentration, Unit.PartsPerMillion); // CO2 concentration
                case 0x2B8D: return v.Plain(GattFormat.Signed8, -2, 0x7F).View(Ipso.PowerFactor, Unit.None); // cosine of the angle
                case 0x2BA8: return v.Plain(GattFormat.Unsigned32, 0, 0xFFFFFFFF).Except(0xFFFFFFFE).View(Ipso.Energy, Unit.WattHour); // energy 32
                case 0x2BCF: // ammonia
                case 0x2BD0: // carbon monoxide
                case 0x2BD2: // nitrogen dioxide
                case 0x2BD3: // other volatile compounds
                case 0x2BD4: // ozone
                case 0x2BD5: // particles of 1 um
                case 0x2BD6: // of 2.5 um
                case 0x2BD7: // of 10 um
                case 0x2BD8: // sulphur dioxide
                case 0x2BD9: return v.Plain(GattFormat.MedicalFloat16, 9).View(Ipso.Concentration, Unit.MicrogramPerCubicMetre); // sulphur hexafluoride; kg/m3 in the value
                case 0x2BD1: return v.Plain(GattFormat.MedicalFloat16).View(Ipso.Concentration, Unit.PartsPerBillion); // methane
                case 0x2BDF: return v.Plain(GattFormat.Signed16, 0, 0x8000, 1, -1).Except(0x8001).View(Ipso.Temperature, Unit.Celsius); // high temperature
                case 0x2BE0: return v.Plain(GattFormat.Unsigned24, 0, 0xFFFFFF, 1, -6).View(Ipso.Voltage, Unit.Volt); // high voltage
                case 0x2BE2: return v.Plain(GattFormat.Unsigned24, 0, 0xFFFFFF).View(Ipso.Generic, Unit.Lumen); // light output
                case 0x2BE4: return v.Plain(GattFormat.Unsigned8, 0, 0xFF).View(Ipso.Loudness, Unit.Decibel); // noise
                case 0x2BE6: return v.Plain(GattFormat.Unsigned32, 0, 0xFFFFFFFF).In(Unit.Second); // time second 32
                case 0x2BE7: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Concentration, Unit.PartsPerBillion); // volatile organic compounds
                case 0x2BE8: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Frequency, Unit.Hertz); // voltage frequency
                case 0x2C06: return v.Plain(GattFormat.Signed32, -3, 0x7FFFFFFF).View(Ipso.Generic, Unit.MetrePerSecondSquared); // linear acceleration
                case 0x2C07: return v.Plain(GattFormat.Signed32, -3, 0x7FFFFFFF).View(Ipso.Load, Unit.Newton); // force
                case 0x2C08: return v.Plain(GattFormat.Signed32, -7, 0x7FFFFFFF).View(Ipso.Distance, Unit.Metre); // linear position
                case 0x2C09: return v.Plain(GattFormat.Signed32, 0, 0x7FFFFFFF).View(Ipso.Rate, Unit.PerMinute); // rotational speed
                case 0x2C0A: return v.Plain(GattFormat.Unsigned32, -7).View(Ipso.Distance, Unit.Metre); // length
                case 0x2C0B: return v.Plain(GattFormat.Signed32, -2, 0x7FFFFFFF).View(Ipso.Generic, Unit.NewtonMetre); // torque
                case 0x2C1B: return v.Plain(GattFormat.Unsigned8, 0, 0xFF, 1, -1).View(Ipso.Humidity, Unit.RelativeHumidity); // humidity 8
                case 0x2C1C: return v.Plain(GattFormat.Unsigned16, 0, 0xFFFF).View(Ipso.Illuminance, Unit.Lux); // illuminance 16
                case 0x2C20: return v.Plain(GattFormat.Unsigned8); // door or window: 0 open, 1 closed, 2 tilted
                default: return null;
            }
        }
    }
}
