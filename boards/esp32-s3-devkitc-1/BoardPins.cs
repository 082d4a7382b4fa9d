// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Boards
{
    /// <summary>What is wired where on the ESP32-S3-DevKitC-1.</summary>
    public static class BoardPins
    {
        /// <summary>The radio's SPI clock.</summary>
        public const int Sck = -1;

        /// <summary>The radio's SPI output.</summary>
        public const int Miso = -1;

        /// <summary>The radio's SPI input.</summary>
        public const int Mosi = -1;

        /// <summary>The radio's chip select.</summary>
        public const int Nss = -1;

        /// <summary>The radio's reset, -1 for none.</summary>
        public const int Reset = -1;

        /// <summary>The radio's DIO0, -1 for none.</summary>
        public const int Dio0 = -1;

        /// <summary>The ADC channel of the battery, -1 for none.</summary>
        public const int BatteryChannel = -1;

        /// <summary>How many percent of the ADC's voltage the battery has.</summary>
        public const int BatteryPercent = 200;
    }
}
