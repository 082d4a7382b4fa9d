// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using System.Threading;
using System;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Platform;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;
using nanoFramework.Device.Bluetooth;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>Where a link stands.</summary>
    public enum LinkState : byte
    {
        /// <summary>Free for a peripheral.</summary>
        Idle,

        /// <summary>Connecting and discovering.</summary>
        Connecting,

        /// <summary>Services are known; jobs are served.</summary>
        Ready,

        /// <summary>The connection failed or ended; the loop takes note and frees the link.</summary>
        Lost
    }

    /// <summary>
    /// One of the few links the image has, with a worker thread of its own since every GATT call blocks. One operation is in
    /// flight at a time; the gateway's loop puts jobs in and finds their results.
    /// </summary>
    public sealed partial class PeripheralLink
    {
        /// <summary>The ticket of the gateway's own reads.</summary>
        public const int OwnTicket = 0;

        private const int MaximumJobs = 96;
        private const int MostUnanswered = 2; // in succession: then the link is taken for dead
        private const ushort GenericAccess = 0x1800;
        private const ushort GenericAttribute = 0x1801;

        private readonly int _index;
        private readonly NotificationRing _ring;
        private readonly Log _log;
        private readonly object _lock = new object();
        private readonly ArrayList _services = new ArrayList();
        private readonly ArrayList _characteristics = new ArrayList();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly bool _mayPair;
        private GattJob[] _jobs = new GattJob[2];
        private Thread _worker;
        private BluetoothAddressType _addressType;
        private BluetoothLEDevice _device;
        private byte[] _notified = new byte[0];
        private int _jobCount;
        private int _order;
        private int _unanswered;
        private bool _dropped;
        private bool _hasPaired;

        /// <summary>Creates a link and its worker.</summary>
        /// <param name="index">Which of the links.</param>
        /// <param name="ring">Takes notified values.</param>
        /// <param name="mayPair">It may pair with a peripheral that asks for it.</param>
        /// <param name="log">Where it says what happens.</param>
        public PeripheralLink(int index, NotificationRing ring, bool mayPair, Log log)
        {
            _mayPair = mayPair;
            _index = index;
            _ring = ring;
            _log = log;
        }

        /// <summary>Where the link stands.</summary>
        public LinkState State { get; private set; }

        /// <summary>The peripheral's address.</summary>
        public ulong Address { get; private set; }

        /// <summary>Its address is one that changes by itself: a private one. It is no identity to keep.</summary>
        public bool IsPassing
        {
            get { return IsPrivate(Address, _addressType); }
        }

        /// <summary>Counts what the worker has begun or ended: it stands still while a call of the package does not return.</summary>
        public int Activity { get; private set; }

        /// <summary>The worker is within a call of the package, which may block.</summary>
        public bool IsBusy { get; private set; }

        /// <summary>The peripheral's name as it was advertised, or null.</summary>
        public string Name { get; private set; }

        /// <summary>Which of the links.</summary>
        public int Index
        {
            get { return _index; }
        }

        /// <summary>The peripheral has done something in this connection: notified, or done what it was asked.</summary>
        public bool HasWorked { get; internal set; }

        /// <summary>The services found, each a <see cref="DiscoveredService"/>.</summary>
        public ArrayList Services
        {
            get { return _services; }
        }

        /// <summary>Counts jobs that have ended.</summary>
        public int Completions { get; private set; }

        /// <summary>Counts notified values that were dropped on their further way.</summary>
        /// <param name="count">How many.</param>
        public void CountDropped(int count)
        {
            _ring.CountDropped(_index, count);
        }

        /// <summary>Whether an address is private: resolvable or not, it changes by itself. The two upper bits of a static one are set.</summary>
        /// <param name="address">The address, 48 bits.</param>
        /// <param name="type">Its type.</param>
        /// <returns>True when it is no identity.</returns>
        public static bool IsPrivate(ulong address, BluetoothAddressType type)
        {
            return type == BluetoothAddressType.Random && (address >> 46) != 3;
        }

        /// <summary>Starts to connect. The scan must have been stopped.</summary>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="type">The address's type.</param>
        /// <param name="name">The name it advertises, or null.</param>
        public void Connect(ulong address, BluetoothAddressType type, string name)
        {
            lock (_lock)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    _jobs[i].IsUsed = false;
                }
            }

            Address = address;
            _addressType = type;
            Name = name;
            HasWorked = false;
            _dropped = false;
            State = LinkState.Connecting;
            if (_worker == null)
            {
                _worker = new Thread(Work); // a thread costs a kilobyte: only links that are used have one
                _worker.Start();
            }

            _wake.Set();
        }

        /// <summary>Ends the connection, so that another peripheral can have the link.</summary>
        public void LetGo()
        {
            _dropped = true;
            _wake.Set();
        }

        /// <summary>It was let go or lost, and its worker has not closed it yet.</summary>
        public bool IsLeaving
        {
            get { return _dropped; }
        }

        /// <summary>Takes note that the link was lost: it is free again.</summary>
        public void Release()
        {
            State = LinkState.Idle;
        }

        /// <summary>Twins have been made of the services: what was discovered is no longer needed.</summary>
        public void ForgetServices()
        {
            _services.Clear();
        }

        private void Work()
        {
            while (true)
            {
                _wake.WaitOne(1000, false);
                if (State == LinkState.Connecting)
                {
                    SetBusy(true);
                    TryOpen();
                    SetBusy(false);
                }

                GattJob job = State == LinkState.Ready ? Next() : null;
                while (job != null)
                {
                    SetBusy(true);
                    End(job, TryExecute(job));
                    SetBusy(false);
                    job = _dropped ? null : Next();
                }

                if (State == LinkState.Ready && _dropped)
                {
                    Close();
                }
            }
        }

        private void SetBusy(bool busy)
        {
            IsBusy = busy;
            Activity++;
        }

        // Whatever the package throws, the link must be free for the next attempt.
        private void TryOpen()
        {
            try
            {
                Open();
            }
            catch (OutOfMemoryException)
            {
                Close();
                _log.Write("out of memory: no connection");
            }
            catch (Exception e)
            {
                Close();
                _log.Write("link failed: " + e.Message);
            }
        }

        // A failed attempt leaves the package's device object in a false state: it is disposed whatever happened.
        private void Open()
        {
            _services.Clear();
            _characteristics.Clear();
            _hasPaired = false;
            _unanswered = 0;
            _device = BluetoothLEDevice.FromBluetoothAddress(Address, _addressType);
            _device.ConnectionStatusChanged += OnConnectionStatusChanged;
            _device.GattServicesChanged += OnServicesChanged;
            if (Discover() && !_dropped)
            {
                State = LinkState.Ready;
                return;
            }

            _log.Write("no connection to " + Address.ToString("X12"));
            Close();
        }

        private void Close()
        {
            SetBusy(true);
            TryDispose();
            SetBusy(false);
            lock (_lock)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    GattJob job = _jobs[i];
                    if (job.IsUsed && job.Result == CoapCode.Pending)
                    {
                        End(job, CoapCode.ServiceUnavailable);
                    }
                }

                State = LinkState.Lost;
            }
        }

        // What is notified late must not be taken for the next peripheral's.
        private void TryDispose()
        {
            try
            {
                for (int i = 0; i < _characteristics.Count; i++)
                {
                    ((GattCharacteristic)_characteristics[i]).ValueChanged -= OnValueChanged;
                }

                if (_device != null)
                {
                    _device.Dispose();
                }
            }
            catch (Exception e)
            {
                _log.Write("link not closed: " + e.Message);
            }

            _device = null;
        }

        // Nothing may end the one thread all Bluetooth events come on.
        private void OnValueChanged(GattCharacteristic sender, GattValueChangedEventArgs args)
        {
            try
            {
                Put(sender, args);
            }
            catch (Exception)
            {
                _ring.CountDropped(_index, 1);
            }
        }

        private void Put(GattCharacteristic sender, GattValueChangedEventArgs args)
        {
            // One array serves a stream, whose packets have one length.
            int length = args.CharacteristicValue == null ? 0 : (int)args.CharacteristicValue.Length;
            if (_notified.Length != length)
            {
                _notified = new byte[length];
            }

            if (length > 0)
            {
                DataReader.FromBuffer(args.CharacteristicValue).ReadBytes(_notified);
            }

            if (!_ring.Put(_index, sender.AttributeHandle, _notified))
            {
                _log.Write("notification of " + length.ToString() + " bytes dropped: longer than \"NotificationBuffer\" allows");
            }
        }

        private void OnConnectionStatusChanged(object sender, EventArgs e)
        {
            if (sender == _device && ((BluetoothLEDevice)sender).ConnectionStatus == BluetoothConnectionStatus.Disconnected)
            {
                _dropped = true;
                _wake.Set();
            }
        }

        // Everything is found anew over a new connection.
        private void OnServicesChanged(object sender, EventArgs e)
        {
            if (sender == _device)
            {
                LetGo();
            }
        }

        private static byte[] BytesOf(nanoFramework.Device.Bluetooth.Buffer buffer)
        {
            if (buffer == null)
            {
                return new byte[0];
            }

            byte[] bytes = new byte[buffer.Length];
            DataReader.FromBuffer(buffer).ReadBytes(bytes);
            return bytes;
        }
    }
}
