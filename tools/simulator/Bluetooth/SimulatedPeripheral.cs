// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using nanoFramework.Device.Bluetooth.Advertisement;

namespace Simulator.Bluetooth
{
    /// <summary>A peripheral: advertises, accepts one link, serves its database, and fails when told to.</summary>
    public sealed class SimulatedPeripheral
    {
        private const int AdvertisingIntervalMilliseconds = 250;
        private const int MaximumDelayMilliseconds = 10; // the standard's advDelay

        private readonly GattDatabase _database;
        private BluetoothAir _air;
        private Random _delay;
        private Action<byte[], ushort> _notified;
        private Action _disconnected;
        private Action _changed;
        private bool _isPaired;
        private int _link;

        public SimulatedPeripheral(GattDatabase database)
        {
            if (database.Plays != null && database.Plays.Waveform != "ecg")
            {
                throw new ArgumentException($"{database.Name} plays no waveform there is: {database.Plays.Waveform}");
            }

            _database = database;
            Address = ulong.Parse(database.Address.Replace(":", ""), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            foreach (GattDatabase.Service service in database.Services)
            {
                foreach (GattDatabase.Characteristic characteristic in service.Characteristics)
                {
                    characteristic.Value = characteristic.Text != null
                        ? Encoding.UTF8.GetBytes(characteristic.Text)
                        : Convert.FromHexString(characteristic.Hex ?? "");
                }
            }
        }

        public ulong Address { get; }

        /// <summary>Its address is a random one.</summary>
        public bool HasPrivateAddress { get; set; }

        public string Name => _database.Name;

        public GattDatabase Database => _database;

        /// <summary>What it advertises as service data, with the 16-bit UUID in front; null for nothing.</summary>
        public byte[] ServiceData { get; set; }

        /// <summary>What it advertises as manufacturer data, with the company's number in front; null for nothing.</summary>
        public byte[] ManufacturerData { get; set; }

        /// <summary>Whether, and how, it lets itself be connected.</summary>
        public BluetoothLEAdvertisementType AdvertisementType { get; set; }

        /// <summary>
        /// Whether the answer to an operation is lost: "services", "characteristics UUID", "descriptors UUID", "descriptor UUID",
        /// "read UUID", "write UUID". The package then reports its success with nothing in it.
        /// </summary>
        public Predicate<string> Loses { get; set; }

        /// <summary>What is discovered of it takes more memory than the board has left.</summary>
        public bool ExhaustsMemory { get; set; }

        /// <summary>A characteristic was written.</summary>
        public event Action<Guid> Written;

        /// <summary>It can be heard and reached.</summary>
        public bool InReach { get; set; } = true;

        /// <summary>It answers requests on its link.</summary>
        public bool Answers { get; set; } = true;

        /// <summary>An operation never returns: the package waits for an event that was lost.</summary>
        public bool Hangs { get; set; }

        /// <summary>It refuses subscriptions.</summary>
        public bool RefusesSubscriptions { get; set; }

        /// <summary>What every operation takes longer.</summary>
        public int ExtraDelayMilliseconds { get; set; }

        public short Rssi { get; set; } = -58;

        public bool IsConnected { get; private set; }

        /// <summary>The share of notifications lost on the link, 0 to 1.</summary>
        public double NotificationLoss { get; set; }

        /// <summary>Notifications sent so far.</summary>
        public int NotificationsSent { get; private set; }

        internal Random Random { get; } = new(1);

        private HashSet<ushort> Subscribed { get; } = new();

        public GattDatabase.Characteristic Find(Guid uuid)
        {
            foreach (GattDatabase.Service service in _database.Services)
            {
                foreach (GattDatabase.Characteristic characteristic in service.Characteristics)
                {
                    if (characteristic.Uuid == uuid)
                    {
                        return characteristic;
                    }
                }
            }

            return null;
        }

        /// <summary>Changes a value, and notifies it to whoever has subscribed.</summary>
        public void Notify(Guid uuid, byte[] value)
        {
            GattDatabase.Characteristic characteristic = Find(uuid);
            characteristic.Value = value;
            if (IsConnected && Subscribed.Contains(characteristic.Handle))
            {
                NotificationsSent++;
                _notified(value, characteristic.Handle);
            }
        }

        /// <summary>Whether somebody has subscribed to a characteristic.</summary>
        public bool IsSubscribed(Guid uuid)
        {
            return Subscribed.Contains(Find(uuid).Handle);
        }

        /// <summary>It refuses what is asked before a pairing.</summary>
        public bool RequiresPairing { get; set; }

        /// <summary>It agrees to a pairing.</summary>
        public bool AcceptsPairing { get; set; } = true;

        /// <summary>How often it was asked to pair.</summary>
        public int PairingsAsked { get; private set; }

        /// <summary>Tells that its services are other ones now (Service Changed).</summary>
        public void IndicateServiceChanged()
        {
            _changed?.Invoke();
        }

        /// <summary>Drops the link, as when the wearer walks away.</summary>
        public void Drop()
        {
            InReach = false;
            Disconnect();
        }

        public void Disconnect()
        {
            Action disconnected = _disconnected;
            IsConnected = false;
            _disconnected = null;
            Subscribed.Clear();
            disconnected?.Invoke();
            _air?.Time.Changed();
        }

        internal void OnWritten(Guid uuid)
        {
            Written?.Invoke(uuid);
        }

        internal bool IsRefused => RequiresPairing && !_isPaired;

        internal bool Pair()
        {
            PairingsAsked++;
            _isPaired = AcceptsPairing;
            return _isPaired;
        }

        internal void JoinedAir(BluetoothAir air)
        {
            _air = air;
            _delay = new Random((int)Address);
            air.Time.Schedule(AdvertisingIntervalMilliseconds + _delay.Next(AdvertisingIntervalMilliseconds), Advertise); // not all at once
        }

        internal bool TryConnect(Action<byte[], ushort> notified, Action disconnected, Action changed)
        {
            if (IsConnected || !InReach)
            {
                return false;
            }

            IsConnected = true;
            _notified = notified;
            _disconnected = disconnected;
            _changed = changed;
            _isPaired = false;
            _link++;
            return true;
        }

        internal void Subscribe(ushort handle, bool on)
        {
            _ = on ? Subscribed.Add(handle) : Subscribed.Remove(handle);
            GattDatabase.Stream stream = _database.Plays;
            if (on && stream != null && Find(stream.Samples).Handle == handle)
            {
                int link = _link;
                EcgWaveform waveform = new(Rate(stream), stream.SamplesPerNotification);
                _air.Time.Schedule(waveform.IntervalMilliseconds, () => Play(waveform, stream, link));
            }
        }

        private int Rate(GattDatabase.Stream stream)
        {
            byte[] value = Find(stream.Rate).Value;
            return Math.Clamp(value.Length < 2 ? 150 : value[0] | (value[1] << 8), 5, 1000);
        }

        private void Play(EcgWaveform waveform, GattDatabase.Stream stream, int link)
        {
            if (!IsConnected || link != _link || !Subscribed.Contains(Find(stream.Samples).Handle))
            {
                return;
            }

            waveform.Rate = Rate(stream);
            GattDatabase.Characteristic samples = Find(stream.Samples);
            samples.Value = waveform.NextPack();
            NotificationsSent++;
            if (Random.NextDouble() >= NotificationLoss)
            {
                _notified(samples.Value, samples.Handle);
            }

            _air.Time.Schedule(waveform.IntervalMilliseconds, () => Play(waveform, stream, link));
        }

        private void Advertise()
        {
            if (InReach && !IsConnected)
            {
                _air.Advertise(this);
            }

            _air.Time.Schedule(AdvertisingIntervalMilliseconds + _delay.Next(MaximumDelayMilliseconds + 1), Advertise);
        }
    }
}
