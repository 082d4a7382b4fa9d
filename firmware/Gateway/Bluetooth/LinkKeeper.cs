// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Advertising;
using LwM2M.Nano.Platform;
using nanoFramework.Device.Bluetooth;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Keeps the few links busy: scans, connects who is let in, leaves alone who cannot be connected, has more peripherals than
    /// links take turns, and tells listeners what becomes of it.
    /// </summary>
    public sealed class LinkKeeper
    {
        private const int RescanMilliseconds = 3000; // the watcher reports an address once in a scan
        private const int TurnMilliseconds = 60000;
        private const int ShortMilliseconds = 10000;
        private const int MostInARow = 8;
        private const int ShortValue = 20; // what a notification has at the smallest MTU
        private const long NotReady = -1;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly Scanner _scanner;
        private readonly Advertisement _advertisement;
        private readonly BackOff _backOff = new BackOff();
        private readonly NotificationRing _ring;
        private readonly PeripheralLink[] _links;
        private readonly ILinkListener[] _linkListeners;
        private readonly IAdvertisementListener[] _advertisementListeners;
        private readonly long[] _readyAt;
        private readonly bool[] _isGivenUp;
        private byte[] _value = new byte[ShortValue];
        private PeripheralLink _letGo;
        private long _scanStarted;
        private int _inARow;

        /// <summary>Creates a keeper.</summary>
        /// <param name="links">The links.</param>
        /// <param name="ring">What they notify.</param>
        /// <param name="scanner">Who is heard.</param>
        /// <param name="advertisement">What that says.</param>
        /// <param name="linkListeners">Who is told of links, in this order.</param>
        /// <param name="advertisementListeners">Who is told of advertisements, in this order.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="log">Where it says what happens.</param>
        internal LinkKeeper(
            PeripheralLink[] links,
            NotificationRing ring,
            Scanner scanner,
            Advertisement advertisement,
            ILinkListener[] linkListeners,
            IAdvertisementListener[] advertisementListeners,
            Clock clock,
            Log log)
        {
            _links = links;
            _ring = ring;
            _scanner = scanner;
            _advertisement = advertisement;
            _linkListeners = linkListeners;
            _advertisementListeners = advertisementListeners;
            _clock = clock;
            _log = log;
            _readyAt = new long[links.Length];
            _isGivenUp = new bool[links.Length];
            for (int i = 0; i < links.Length; i++)
            {
                _readyAt[i] = NotReady;
            }
        }

        /// <summary>Counts jobs of all links that have ended.</summary>
        public int Completions
        {
            get
            {
                int completions = 0;
                for (int i = 0; i < _links.Length; i++)
                {
                    completions += _links[i].Completions;
                }

                return completions;
            }
        }

        /// <summary>A notified value waits.</summary>
        public bool HasNotified
        {
            get { return !_ring.IsEmpty; }
        }

        /// <summary>Passes one notified value on, each before the next one replaces it; else does what there is to do.</summary>
        /// <returns>True when there was a value; more may wait.</returns>
        public bool Step()
        {
            // Values that wait go first, but not for ever.
            if (_inARow < MostInARow && TakeNotified())
            {
                _inARow++;
                return true;
            }

            _inARow = 0;
            long now = _clock.Milliseconds;
            bool connecting = false;
            for (int i = 0; i < _links.Length; i++)
            {
                connecting |= _links[i].State == LinkState.Connecting;
                Follow(i, now);
            }

            if (connecting)
            {
                Candidate heard = _scanner.Take(); // who was heard before; a link comes up only while nobody scans
                if (heard != null)
                {
                    Consider(heard, now, false);
                }
            }
            else
            {
                Scan(now);
            }

            return false;
        }

        /// <summary>Ends the connection that was made last: there is no memory for it.</summary>
        public void GiveUpLast()
        {
            int last = -1;
            for (int i = 0; i < _links.Length; i++)
            {
                bool connected = !_links[i].IsLeaving && (_links[i].State == LinkState.Ready || _links[i].State == LinkState.Connecting);
                last = connected && (last < 0 || _readyAt[i] == NotReady || (_readyAt[last] != NotReady && _readyAt[i] > _readyAt[last])) ? i : last;
            }

            if (last >= 0)
            {
                _isGivenUp[last] = true;
                _backOff.Failed(_links[last].Address, _clock.Milliseconds);
                _links[last].LetGo();
            }
        }

        private bool TakeNotified()
        {
            int length = _ring.Take(out int index, out int handle, ref _value);
            if (length < 0)
            {
                return false;
            }

            PeripheralLink link = _links[index];
            link.HasWorked = true;
            if (_readyAt[index] == NotReady)
            {
                Follow(index, _clock.Milliseconds); // one that notifies at once is announced first
            }

            if (_readyAt[index] == NotReady)
            {
                _ring.CountDropped(index, 1); // amid its discovery: nobody knows yet what it is
                return true;
            }

            for (int i = 0; i < _linkListeners.Length; i++)
            {
                _linkListeners[i].OnNotified(link, handle, _value, length);
            }

            return true;
        }

        private void Follow(int index, long now)
        {
            PeripheralLink link = _links[index];
            if (link.State == LinkState.Ready && _readyAt[index] == NotReady)
            {
                _readyAt[index] = now;
                _log.Write("connected " + link.Address.ToString("X12"));
                for (int i = 0; i < _linkListeners.Length; i++)
                {
                    _linkListeners[i].OnReady(link);
                }

                link.ForgetServices();
            }
            else if (link.State == LinkState.Lost && !_ring.Holds(index))
            {
                OnLost(index, now);
            }
        }

        // Whoever has done its work may come and go as it likes; one that comes for nothing is no better than one that does not come.
        private void OnLost(int index, long now)
        {
            PeripheralLink link = _links[index];
            bool wasReady = _readyAt[index] != NotReady;
            if (!wasReady || (!link.HasWorked && now - _readyAt[index] < ShortMilliseconds))
            {
                _backOff.Failed(link.Address, now);
            }
            else if (_letGo != link && !_isGivenUp[index])
            {
                _backOff.Succeeded(link.Address);
            }

            _isGivenUp[index] = false;

            if (wasReady)
            {
                _log.Write("lost " + link.Address.ToString("X12"));
                for (int i = 0; i < _linkListeners.Length; i++)
                {
                    _linkListeners[i].OnLost(link, _letGo == link);
                }
            }

            _readyAt[index] = NotReady;
            _letGo = _letGo == link ? null : _letGo;
            link.Release();
        }

        // The scan goes on while all links are taken: sensors that advertise their values need none.
        private void Scan(long now)
        {
            Candidate candidate = _scanner.IsScanning ? _scanner.Take() : null;
            if (candidate != null)
            {
                Consider(candidate, now, true);
            }
            else if (!_scanner.IsScanning || now - _scanStarted >= RescanMilliseconds)
            {
                if (_scanner.IsScanning)
                {
                    _scanner.Stop();
                }

                _scanner.Start();
                _scanStarted = now;
            }
        }

        private void Consider(Candidate candidate, long now, bool mayConnect)
        {
            for (int i = 0; i < _advertisementListeners.Length; i++)
            {
                _advertisementListeners[i].OnHeard(candidate.Address, candidate.Rssi);
            }

            bool read = (candidate.ServiceData != null && _advertisement.TryReadService(candidate.ServiceData, candidate.Address))
                || (candidate.ManufacturerData != null && _advertisement.TryReadManufacturer(candidate.ManufacturerData, candidate.IsNamed));
            for (int i = 0; read && i < _advertisementListeners.Length; i++)
            {
                _advertisementListeners[i].OnAdvertised(candidate.Address, PeripheralLink.IsPrivate(candidate.Address, candidate.Type), candidate.Name, _advertisement.Values);
            }

            // A sensor whose values were just read keeps its battery; a beacon's name is no value.
            if (mayConnect && candidate.IsConnectable && (!read || _advertisement.IsBeacon) && !IsLinked(candidate.Address) && _backOff.Allows(candidate.Address, now))
            {
                Connect(candidate, now);
            }
        }

        private void Connect(Candidate candidate, long now)
        {
            PeripheralLink free = null;
            for (int i = 0; i < _links.Length; i++)
            {
                free = _links[i].State == LinkState.Idle ? _links[i] : free;
            }

            if (free == null)
            {
                LetGo(now);
                return;
            }

            _scanner.Stop();
            free.Connect(candidate.Address, candidate.Type, candidate.Name);
        }

        // The one that was connected longest goes, unless somebody needs it.
        private void LetGo(long now)
        {
            int longest = -1;
            for (int i = 0; i < _links.Length && _letGo == null; i++)
            {
                bool idle = _links[i].State == LinkState.Ready && _readyAt[i] != NotReady && _links[i].Queued == 0 && now - _readyAt[i] >= TurnMilliseconds;
                longest = idle && !IsNeeded(_links[i]) && (longest < 0 || _readyAt[i] < _readyAt[longest]) ? i : longest;
            }

            if (longest >= 0)
            {
                _letGo = _links[longest];
                _backOff.Rest(_letGo.Address, now);
                _letGo.LetGo();
            }
        }

        private bool IsNeeded(PeripheralLink link)
        {
            for (int i = 0; i < _linkListeners.Length; i++)
            {
                if (_linkListeners[i].Needs(link))
                {
                    return true;
                }
            }

            return false;
        }

        private bool IsLinked(ulong address)
        {
            for (int i = 0; i < _links.Length; i++)
            {
                if (_links[i].State != LinkState.Idle && _links[i].Address == address)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
