// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.Threading;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

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
    public sealed class PeripheralLink
    {
        /// <summary>The ticket of the gateway's own reads.</summary>
        public const int OwnTicket = 0;

        private const int MaximumJobs = 24;
        private const int MostUnanswered = 2; // in succession: then the link is taken for dead
        private const ushort GenericAccess = 0x1800;
        private const ushort GenericAttribute = 0x1801;

        private readonly int _index;
        private readonly NotificationRing _ring;
        private readonly Log _log;
        private readonly GattJob[] _jobs = new GattJob[MaximumJobs];
        private readonly ArrayList _services = new ArrayList();
        private readonly ArrayList _characteristics = new ArrayList();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly bool _mayPair;
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
            new Thread(Work).Start();
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

        /// <summary>The services found, each a <see cref="DiscoveredService"/>.</summary>
        public ArrayList Services
        {
            get { return _services; }
        }

        /// <summary>Counts jobs that have ended.</summary>
        public int Completions { get; private set; }

        /// <summary>How many jobs wait.</summary>
        public int Queued
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _jobCount; i++)
                {
                    count += _jobs[i].IsUsed && _jobs[i].Result == CoapCode.Pending ? 1 : 0;
                }

                return count;
            }
        }

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
        public void Connect(ulong address, BluetoothAddressType type)
        {
            lock (_jobs)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    _jobs[i].IsUsed = false;
                }
            }

            Address = address;
            _addressType = type;
            State = LinkState.Connecting;
            _wake.Set();
        }

        /// <summary>Ends the connection, so that another peripheral can have the link.</summary>
        public void LetGo()
        {
            _dropped = true;
            _wake.Set();
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

        /// <summary>Finds the job of an operation.</summary>
        /// <param name="ticket">The operation.</param>
        /// <param name="request">What was to be done.</param>
        /// <param name="handle">With which characteristic.</param>
        /// <returns>The job, or null.</returns>
        public GattJob Find(int ticket, GattRequest request, int handle)
        {
            lock (_jobs)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    GattJob job = _jobs[i];
                    if (job.IsUsed && job.Ticket == ticket && job.Request == request && job.Handle == handle)
                    {
                        return job;
                    }
                }

                return null;
            }
        }

        /// <summary>Puts a job in.</summary>
        /// <param name="ticket">The operation, <see cref="OwnTicket"/> for the gateway's own reads, below zero when nobody waits for the result.</param>
        /// <param name="request">What is to be done.</param>
        /// <param name="handle">With which characteristic.</param>
        /// <param name="value">The value to write, or null.</param>
        /// <returns>The job, or null when all are taken or the link is not ready.</returns>
        public GattJob Enqueue(int ticket, GattRequest request, int handle, byte[] value)
        {
            lock (_jobs)
            {
                for (int i = 0; i < MaximumJobs && State == LinkState.Ready; i++)
                {
                    if (i == _jobCount)
                    {
                        _jobs[_jobCount++] = new GattJob(); // as many as were ever needed at once
                    }

                    GattJob job = _jobs[i];
                    if (!job.IsUsed)
                    {
                        job.Ticket = ticket;
                        job.Request = request;
                        job.Handle = handle;
                        job.Value = value;
                        job.Result = CoapCode.Pending;
                        job.Order = _order++;
                        job.IsRunning = false;
                        job.IsUsed = true;
                        _wake.Set();
                        return job;
                    }
                }

                return null;
            }
        }

        /// <summary>Frees the jobs of an operation that has ended. One in flight is freed when it returns.</summary>
        /// <param name="ticket">The operation.</param>
        public void EndTicket(int ticket)
        {
            lock (_jobs)
            {
                for (int i = 0; i < _jobCount; i++)
                {
                    if (_jobs[i].IsUsed && _jobs[i].Ticket == ticket)
                    {
                        Abandon(_jobs[i]);
                    }
                }
            }
        }

        /// <summary>Frees one job.</summary>
        /// <param name="job">A job whose result was taken.</param>
        public void Free(GattJob job)
        {
            lock (_jobs)
            {
                Abandon(job);
            }
        }

        private static void Abandon(GattJob job)
        {
            job.Ticket = ObjectRegistry.NobodysTicket;
            job.IsUsed = job.IsRunning;
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

        // Whatever the package throws, the operation has an answer.
        private CoapCode TryExecute(GattJob job)
        {
            try
            {
                return Execute(job);
            }
            catch (Exception e)
            {
                _log.Write("operation failed: " + e.Message);
                return CoapCode.InternalServerError;
            }
        }

        // Whatever the package throws, the link must be free for the next attempt.
        private void TryOpen()
        {
            try
            {
                Open();
            }
            catch (Exception e)
            {
                _log.Write("link failed: " + e.Message);
                Close();
            }
        }

        // A failed attempt leaves the package's device object in a false state: it is disposed whatever happened.
        private void Open()
        {
            _services.Clear();
            _characteristics.Clear();
            _dropped = false;
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
            lock (_jobs)
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

        // The status is no proof: only services that are really there are.
        private bool Discover()
        {
            GattDeviceService[] services = _device.GetGattServices().Services;
            for (int i = 0; services != null && i < services.Length; i++)
            {
                byte[] uuid = services[i].Uuid.ToByteArray();
                if (!IsSigService(uuid, GenericAccess) && !IsSigService(uuid, GenericAttribute))
                {
                    DiscoveredService service = new DiscoveredService { Uuid = uuid, Ordinal = CountOf(_services, uuid) };
                    GattCharacteristic[] characteristics = services[i].GetCharacteristics().Characteristics;
                    for (int k = 0; characteristics != null && k < characteristics.Length; k++)
                    {
                        AddCharacteristic(service, characteristics[k]);
                    }

                    if (service.Characteristics.Count > 0)
                    {
                        _services.Add(service);
                    }
                    else
                    {
                        _log.Write("service without characteristics on " + Address.ToString("X12"));
                    }
                }
            }

            return _services.Count > 0;
        }

        private void AddCharacteristic(DiscoveredService service, GattCharacteristic characteristic)
        {
            byte[] uuid = characteristic.Uuid.ToByteArray();
            DiscoveredCharacteristic found = new DiscoveredCharacteristic
            {
                Uuid = uuid,
                Ordinal = CountOf(service.Characteristics, uuid),
                Handle = characteristic.AttributeHandle,
                Properties = (byte)characteristic.CharacteristicProperties
            };
            FindType(found, characteristic);
            service.Characteristics.Add(found);
            _characteristics.Add(characteristic);
            characteristic.ValueChanged += OnValueChanged;
        }

        // The SIG's own types first, then what the peripheral tells.
        private static void FindType(DiscoveredCharacteristic found, GattCharacteristic characteristic)
        {
            if (SigTypes.TryFind(SigTypes.NumberOf(found.Uuid, 0), out int dataType, out int exponent))
            {
                found.DataType = dataType;
                found.Exponent = exponent;
                return;
            }

            found.DataType = GattFormat.Opaque;
            GattDescriptor[] descriptors = characteristic.GetDescriptors().Descriptors;
            for (int i = 0; descriptors != null && i < descriptors.Length; i++)
            {
                if (GattFormat.IsPresentationFormat(descriptors[i].Uuid.ToByteArray()))
                {
                    found.DataType = GattFormat.FromDescriptor(BytesOf(descriptors[i].ReadValue().Value), out exponent);
                    found.Exponent = exponent;
                    return;
                }
            }
        }

        private static int CountOf(ArrayList found, byte[] uuid)
        {
            int count = 0;
            for (int i = 0; i < found.Count; i++)
            {
                byte[] other = found[i] is DiscoveredService service ? service.Uuid : ((DiscoveredCharacteristic)found[i]).Uuid;
                count += IdTable.AreEqual(other, 0, uuid, 0, uuid.Length) ? 1 : 0;
            }

            return count;
        }

        private static bool IsSigService(byte[] uuid, ushort number)
        {
            return uuid[0] == (byte)number && uuid[1] == number >> 8 && uuid[2] == 0 && uuid[3] == 0 && uuid[7] == 0x10 && uuid[15] == 0xFB;
        }

        // The oldest job that waits, now running.
        private GattJob Next()
        {
            lock (_jobs)
            {
                GattJob next = null;
                for (int i = 0; i < _jobCount; i++)
                {
                    GattJob job = _jobs[i];
                    if (job.IsUsed && job.Result == CoapCode.Pending && (next == null || job.Order < next.Order))
                    {
                        next = job;
                    }
                }

                if (next != null)
                {
                    next.IsRunning = true;
                }

                return next;
            }
        }

        // A peripheral that refuses until it is paired is paired once in a connection, if that is allowed.
        private CoapCode Execute(GattJob job)
        {
            GattCharacteristic characteristic = FindCharacteristic(job.Handle);
            if (characteristic == null)
            {
                return CoapCode.NotFound;
            }

            GattCommunicationStatus status = Execute(job, characteristic);
            if (status == GattCommunicationStatus.AccessDenied && _mayPair && !_hasPaired)
            {
                _hasPaired = true;
                DevicePairingResultStatus paired = _device.Pairing.Pair().Status;
                _log.Write((paired == DevicePairingResultStatus.Paired ? "paired with " : "no pairing with ") + Address.ToString("X12"));
                status = Execute(job, characteristic);
            }

            _unanswered = status == GattCommunicationStatus.Unreachable ? _unanswered + 1 : 0;
            CoapCode answer = Answer(job.Request, status);
            if (_unanswered == MostUnanswered)
            {
                _log.Write("no answers from " + Address.ToString("X12"));
                _dropped = true;
            }

            return answer;
        }

        private static GattCommunicationStatus Execute(GattJob job, GattCharacteristic characteristic)
        {
            GattCommunicationStatus status;
            switch (job.Request)
            {
                case GattRequest.Read:
                    GattReadResult read = characteristic.ReadValue();
                    status = read.Value == null && read.Status == GattCommunicationStatus.Success ? GattCommunicationStatus.Unreachable : read.Status;
                    job.Value = BytesOf(read.Value);
                    break;
                case GattRequest.Write:
                    bool acknowledged = (characteristic.CharacteristicProperties & GattCharacteristicProperties.Write) != 0;
                    status = characteristic.WriteValueWithResult(
                        new nanoFramework.Device.Bluetooth.Buffer(job.Value),
                        acknowledged ? GattWriteOption.WriteWithResponse : GattWriteOption.WriteWithoutResponse).Status;
                    break;
                default:
                    status = characteristic.WriteClientCharacteristicConfigurationDescriptorWithResult(
                        Configuration(job.Request, characteristic), GattWriteOption.WriteWithResponse).Status;
                    break;
            }

            return status;
        }

        private CoapCode Answer(GattRequest request, GattCommunicationStatus status)
        {
            switch (status)
            {
                case GattCommunicationStatus.Success:
                    return request == GattRequest.Read ? CoapCode.Content : CoapCode.Changed;
                case GattCommunicationStatus.Unreachable:
                    return _dropped ? CoapCode.ServiceUnavailable : CoapCode.GatewayTimeout;
                case GattCommunicationStatus.AccessDenied:
                    return _mayPair ? CoapCode.Unauthorized : CoapCode.Forbidden;
                default:
                    return CoapCode.InternalServerError;
            }
        }

        private void End(GattJob job, CoapCode result)
        {
            lock (_jobs)
            {
                job.Result = result;
                job.IsRunning = false;
                job.IsUsed = job.Ticket >= OwnTicket;
                Completions++;
            }
        }

        private static GattClientCharacteristicConfigurationDescriptorValue Configuration(GattRequest request, GattCharacteristic characteristic)
        {
            return request == GattRequest.Unsubscribe ? GattClientCharacteristicConfigurationDescriptorValue.None
                : (characteristic.CharacteristicProperties & GattCharacteristicProperties.Notify) != 0 ? GattClientCharacteristicConfigurationDescriptorValue.Notify
                : GattClientCharacteristicConfigurationDescriptorValue.Indicate;
        }

        private GattCharacteristic FindCharacteristic(int handle)
        {
            for (int i = 0; i < _characteristics.Count; i++)
            {
                GattCharacteristic characteristic = (GattCharacteristic)_characteristics[i];
                if (characteristic.AttributeHandle == handle)
                {
                    return characteristic;
                }
            }

            return null;
        }

        private void OnValueChanged(GattCharacteristic sender, GattValueChangedEventArgs args)
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

            _ring.Put(_index, sender.AttributeHandle, _notified);
        }

        private void OnConnectionStatusChanged(object sender, EventArgs e)
        {
            if (sender == _device && _device.ConnectionStatus == BluetoothConnectionStatus.Disconnected)
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
