// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Streams
{
    /// <summary>
    /// The seed paper's rule: when more than 2 % of a window of 5 s was lost the sampling rate goes down by 5 Hz, else up by 5 Hz,
    /// within bounds.
    /// </summary>
    public static class SamplingRate
    {
        /// <summary>Where the paper starts, in hertz.</summary>
        public const int Start = 150;

        private const float Threshold = 0.02f;
        private const int Step = 5;

        /// <summary>The rate for the next window.</summary>
        /// <param name="rate">The rate of the last one, in hertz.</param>
        /// <param name="lossRatio">What of it was lost, 0 to 1.</param>
        /// <param name="minimum">The lowest rate, in hertz.</param>
        /// <param name="maximum">The highest rate, in hertz.</param>
        /// <returns>A rate in hertz.</returns>
        public static int Next(int rate, float lossRatio, int minimum, int maximum)
        {
            int next = lossRatio > Threshold ? rate - Step : rate + Step;
            return next < minimum ? minimum : next > maximum ? maximum : next;
        }
    }
}
