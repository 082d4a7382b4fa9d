// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Watches for what falls silent without a word: a scanner that hears nothing any more gets a new watcher; when a call of
    /// the package does not return, only a reboot frees its link.
    /// </summary>
    internal sealed class Liveness
    {
        private const int EveryMilliseconds = 1000;
        private const int DeafMilliseconds = 300000;
        private const int StuckMilliseconds = 180000; // discovery may take several time-outs of 20 s

        private readonly Scanner _scanner;
        private readonly PeripheralLink[] _links;
        private readonly Log _log;
        private readonly int[] _activity;
        private readonly long[] _activeAt;
        private long _nextAt;
        private int _heard;
        private long _heardAt;
        private bool _isSaid;

        internal Liveness(Scanner scanner, PeripheralLink[] links, Log log)
        {
            _scanner = scanner;
            _links = links;
            _log = log;
            _activity = new int[links.Length];
            _activeAt = new long[links.Length];
        }

        /// <summary>A link cannot be freed but by a reboot.</summary>
        internal bool IsStuck { get; private set; }

        /// <summary>Looks around.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        internal void Check(long now)
        {
            if (now < _nextAt)
            {
                return;
            }

            _nextAt = now + EveryMilliseconds;
            if (_scanner.Heard != _heard || _heardAt == 0)
            {
                _heard = _scanner.Heard;
                _heardAt = now;
                _isSaid = false;
            }
            else if (now - _heardAt >= DeafMilliseconds)
            {
                if (!_isSaid)
                {
                    _log.Write("nothing heard for long: a new watcher");
                }

                _isSaid = true; // where nobody advertises it is no fault
                _heardAt = now;
                _scanner.Renew();
            }

            for (int i = 0; i < _links.Length; i++)
            {
                PeripheralLink link = _links[i];
                if (!link.IsBusy || link.Activity != _activity[i])
                {
                    _activity[i] = link.Activity;
                    _activeAt[i] = now;
                }
                else if (now - _activeAt[i] >= StuckMilliseconds && !IsStuck)
                {
                    _log.Write("link to " + link.Address.ToString("X12") + " does not return: reboot");
                    IsStuck = true;
                }
            }
        }
    }
}
