// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>Units, by the numbers the Bluetooth SIG gives them; those of 0x2800 and above are the gateway's own.</summary>
    public static class Unit
    {
        internal const int None = 0x2700;
        internal const int Metre = 0x2701;
        internal const int Kilogram = 0x2702;
        internal const int Second = 0x2703;
        internal const int Ampere = 0x2704;
        internal const int Kelvin = 0x2705;
        internal const int MetrePerSecond = 0x2712;
        internal const int MetrePerSecondSquared = 0x2713;
        internal const int Hertz = 0x2722;
        internal const int Newton = 0x2723;
        internal const int Pascal = 0x2724;
        internal const int Joule = 0x2725;
        internal const int Watt = 0x2726;
        internal const int Volt = 0x2728;
        internal const int Celsius = 0x272F;
        internal const int Lumen = 0x2730;
        internal const int Lux = 0x2731;
        internal const int Degree = 0x2763;
        internal const int Litre = 0x2767;
        internal const int Mercury = 0x2781;
        internal const int KilometrePerHour = 0x27A6;
        internal const int RadianPerSecond = 0x2743;
        internal const int NewtonMetre = 0x2741;
        internal const int WattPerSquareMetre = 0x27B6;
        internal const int Tesla = 0x272D;
        internal const int KilowattHour = 0x27AB;
        internal const int Percent = 0x27AD;
        internal const int BeatsPerMinute = 0x27AF;
        internal const int RelativeHumidity = 0x2800;
        internal const int Decibel = 0x27C2;
        internal const int PartsPerMillion = 0x27C4;
        internal const int PartsPerBillion = 0x27C5;
        internal const int MicrogramPerCubicMetre = 0x2802;
        internal const int MilligramPerDecilitre = 0x27B1;
        internal const int VoltAmpere = 0x2804;
        internal const int VoltAmpereHour = 0x2805;
        internal const int WattHour = 0x2806;
        internal const int LitrePerSecond = 0x27C1;
        internal const int GramPerSecond = 0x2808;
        internal const int PerMinute = 0x2809;
        internal const int PerCubicMetre = 0x27B5;
        internal const int DecibelMilliwatt = 0x280B;
        internal const int CubicMetre = 0x2711;
        internal const int CubicMetrePerHour = 0x280C;
        internal const int Millilitre = 0x280D;
        internal const int Millimetre = 0x280E;
        internal const int Pound = 0x27B8;
        internal const int MicrosiemensPerCentimetre = 0x280F;
        internal const int DegreePerSecond = 0x2810;
        internal const int StandardGravity = 0x2811;

        /// <summary>A unit as SenML (RFC 8428, RFC 8798) has it, where it does.</summary>
        /// <param name="number">Its number.</param>
        /// <returns>Such as "Cel"; the number itself for one that is not known, empty for none.</returns>
        public static string ToText(int number)
        {
            switch (number)
            {
                case 0:
                case None: return "";
                case Metre: return "m";
                case Kilogram: return "kg";
                case Second: return "s";
                case Ampere: return "A";
                case Kelvin: return "K";
                case MetrePerSecond: return "m/s";
                case MetrePerSecondSquared: return "m/s2";
                case Hertz: return "Hz";
                case Newton: return "N";
                case Pascal: return "Pa";
                case Joule: return "J";
                case Watt: return "W";
                case Volt: return "V";
                case Tesla: return "T";
                case Celsius: return "Cel";
                case Lumen: return "lm";
                case Lux: return "lx";
                case RadianPerSecond: return "rad/s";
                case NewtonMetre: return "Nm";
                case 0x2745:
                case WattPerSquareMetre: return "W/m2";
                case Degree: return "deg";
                case Litre: return "l";
                case Mercury: return "mm[Hg]";
                case KilometrePerHour: return "km/h";
                case KilowattHour: return "kWh";
                case Percent: return "%";
                case BeatsPerMinute: return "beat/min";
                case RelativeHumidity: return "%RH";
                case Decibel: return "dB";
                case PartsPerMillion: return "ppm";
                case PartsPerBillion: return "ppb";
                case MicrogramPerCubicMetre: return "ug/m3";
                case MilligramPerDecilitre: return "mg/dl";
                case VoltAmpere: return "VA";
                case VoltAmpereHour: return "VAh";
                case WattHour: return "Wh";
                case LitrePerSecond: return "l/s";
                case GramPerSecond: return "g/s";
                case PerMinute: return "1/min";
                case PerCubicMetre: return "1/m3";
                case DecibelMilliwatt: return "dBm";
                case CubicMetre: return "m3";
                case CubicMetrePerHour: return "m3/h";
                case Millilitre: return "ml";
                case Millimetre: return "mm";
                case Pound: return "lb";
                case MicrosiemensPerCentimetre: return "uS/cm";
                case DegreePerSecond: return "deg/s";
                case StandardGravity: return "gn";
                default: return number.ToString("X4");
            }
        }
    }
}
